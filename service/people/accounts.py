"""Accounts: what somebody is called."""

from models.people.accounts import Account
from service.foundation.database import transaction
from service.trust import audit, moderation


async def rename(account: Account, nickname: str) -> Account:
    """Change the account's own nickname, which relatives read: WeChat has to pass it first."""
    await moderation.require_clean(account, nickname, "nickname")
    async with transaction():
        account.nickname = nickname
        await account.save(update_fields=["nickname"])
        await audit.record(account, "account.renamed", account)
    return account
