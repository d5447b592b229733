// title: What was said since a date
// about: Claims last made on or after a date, the latest first.
// params: since:date
// example: kg query recent -p since=2024-02-14
MATCH (a:Actor)-[r]->(b:Actor)
WHERE r.last >= date($since)
RETURN toString(r.last) AS last, a.name AS who, type(r) AS relation, b.name AS whom, r.modality AS modality,
       r.articles AS articles, r.quote AS quote, r.claim AS claim
ORDER BY last DESC, claim
