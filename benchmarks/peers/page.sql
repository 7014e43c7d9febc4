select p.id, p.words, p.shown_at, f.name as family,
    (select count(*)::int from likes l where l.post_id = p.id) as likes,
    (select json_agg(json_build_object('key', ph.master_key, 'width', ph.width,
        'height', ph.height, 'colour', ph.colour) order by pp.position)
     from post_photos pp join photos ph on ph.id = pp.photo_id
     where pp.post_id = p.id and ph.deleted_at is null) as pictures
from posts p
join families f on f.id = p.family_id
where p.state = 'approved' and p.audience = 40 and p.deleted_at is null
    and p.hidden_at is null
    and not exists (select 1 from consent_withdrawals w where w.consent_id = p.consent_id)
order by p.shown_at desc, p.id desc limit 20
