// title: Who accuses whom, in which words, and who denies it
// about: Accusations (all, or those by and against one actor) with what the accused said against the accuser.
// params: actor:actor?
// example: kg query accusations -p actor=Bawaslu
MATCH (a:Actor)-[r:ACCUSES]->(b:Actor)
WHERE $actor IS NULL OR a.id = $actor OR b.id = $actor
OPTIONAL MATCH (b)-[d:REJECTS]->(a)
WITH a, b, r, d ORDER BY d.claim
WITH a, b, r, collect(d.quote) AS denials
RETURN a.name AS accuser, b.name AS accused, r.modality AS modality, coalesce(toString(r.last), r.last_text, '') AS last,
       r.outlets AS outlets, r.quote AS quote, denials, r.claim AS claim
ORDER BY last DESC, claim
