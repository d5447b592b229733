// title: Claims that rest on one source
// about: Affirmed acts that no two independent sources tell (copies and papers of one owner count once), the least sure first: what to check before it is used.
// params: actor:actor?
// example: kg query single-source -p actor=KPU
MATCH (a:Actor)-[r]->(b:Actor)
WHERE r.independent <= 1 AND r.polarity = 'affirmed' AND ($actor IS NULL OR a.id = $actor OR b.id = $actor)
RETURN a.name AS who, type(r) AS relation, b.name AS whom, r.modality AS modality, r.confidence AS confidence,
       r.articles AS articles, r.quote AS quote, r.claim AS claim
ORDER BY confidence, claim
