"""What everybody sees, in plain SQL: for pages that thousands ask for at the same time.

It says of a post `p` what `visibility.posts_visible_to` says of those that are for everybody; a
test holds the two together. $1 is the moment. That a picture must be left is the page's to ask.
"""

SEEN_BY_EVERYBODY = """
p.audience = 40 and p.state = 'approved' and p.hidden_at is null and p.deleted_at is null
and p.consent_id is not null
and not exists (select from consent_withdrawals ended where ended.consent_id = p.consent_id)
and not exists (
    select from restrictions held where held.family_id = p.family_id and held.what = 'showing'
    and held.lifted_at is null and held.until > $1)
"""

NOT_BLOCKED = """
not exists (
    select from blocks away where away.account_id = a.account_id and away.family_id = p.family_id)
"""
"""That the family of `p` does not keep the account of `a` away."""
