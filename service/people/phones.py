"""Phone numbers: bound by WeChat's button before a first public post, and for nothing else."""

from models.people.accounts import Account
from service.foundation import sealing
from service.foundation.database import transaction
from service.foundation.errors import Conflict, Invalid, NotSignedIn
from service.integrations import adapters
from service.integrations.errors import VendorRefused
from service.trust import audit


async def bind(account: Account, code: str) -> Account:
    """Keep the number behind a code of the getPhoneNumber button, encrypted."""
    try:
        phone = await adapters().wechat.phone_number(code)
    except VendorRefused as refused:
        detail = "微信没有给出手机号，请再授权一次"
        raise Invalid.field("code", "phone.refused", detail) from refused
    async with transaction():
        sealed = sealing.sealed(phone.number)
        if not await Account.filter(id=account.id, erased_at=None).update(phone_sealed=sealed):
            raise NotSignedIn  # erased while WeChat looked
        account.phone_sealed = sealed
        await audit.record(account, "phone.bound", account)
    return account


async def release(account: Account) -> Account:
    """Forget the number. Again is fine."""
    async with transaction():
        if account.phone_sealed is not None:
            account.phone_sealed = None
            await account.save(update_fields=["phone_sealed"])
            await audit.record(account, "phone.released", account)
    return account


def masked(account: Account) -> str:
    """The number as anybody gets to see it, its owner too: 「138****5678」; empty without one."""
    if account.phone_sealed is None:
        return ""
    number = sealing.unsealed(account.phone_sealed)
    return f"{number[:3]}****{number[-4:]}"


def require(account: Account) -> None:
    """Refuse to show anything to everybody before the account has bound a number."""
    if account.phone_sealed is None:
        raise Conflict("account.phone_required", "第一次公开晒之前，请先验证一次手机号")
