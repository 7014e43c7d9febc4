"""Accounts: what somebody is called."""

from models.people.accounts import Account
from models.people.persons import Person
from service.foundation.database import transaction
from service.foundation.errors import NotSignedIn
from service.trust import audit, moderation


async def rename(account: Account, nickname: str) -> Account:
    """Change the account's own nickname, which relatives read: WeChat has to pass it first."""
    await moderation.require_clean(account, nickname, "nickname")
    async with transaction():
        living = Account.filter(id=account.id, erased_at=None)
        before = await living.select_for_update(no_key=True).first()
        if before is None:
            raise NotSignedIn  # erased while WeChat looked
        # families know the person by it still, and an erasure takes the last nickname alone
        await Person.filter(account_id=account.id, name=before.nickname).update(name=nickname)
        await living.update(nickname=nickname)
        account.nickname = nickname
        await audit.record(account, "account.renamed", account)
    return account
