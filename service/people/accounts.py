"""Accounts: what somebody is called."""

from models.people.accounts import Account
from service.foundation.database import transaction
from service.foundation.errors import NotSignedIn
from service.trust import audit, moderation


async def rename(account: Account, nickname: str) -> Account:
    """Change the account's own nickname, which relatives read: WeChat has to pass it first."""
    await moderation.require_clean(account, nickname, "nickname")
    async with transaction():
        if not await Account.filter(id=account.id, erased_at=None).update(nickname=nickname):
            raise NotSignedIn  # erased while WeChat looked
        account.nickname = nickname
        await audit.record(account, "account.renamed", account)
    return account
