// title: Network of an actor as of a date
// about: Affirmed, actual links that began on or before a date; links without an exact date are left out.
// params: actor:actor, date:date
// example: kg query network-as-of -p actor=PDIP -p date=2024-02-14
MATCH (a:Actor {id: $actor})-[r]-(b:Actor)
WHERE r.first <= date($date) AND r.modality = 'actual' AND r.polarity = 'affirmed'
RETURN b.name AS other, b.kind AS kind, type(r) AS relation,
       CASE WHEN startNode(r).id = $actor THEN 'to' ELSE 'from' END AS direction,
       toString(r.first) AS since, r.articles AS articles, r.claim AS claim
ORDER BY since, other, relation, claim
