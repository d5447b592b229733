// title: Most criticised institutions, month by month
// about: As most-criticised, by the month in which the claim was first made; of another kind (person, party, …) or of any.
// params: kind:text?=institution
// example: kg query criticised-by-month -p kind=party
MATCH (a:Actor)-[r:CRITICIZES|ACCUSES|FILES_COMPLAINT_AGAINST|PROTESTS_AGAINST]->(b:Actor)
WHERE r.modality = 'actual' AND r.first IS NOT NULL AND ($kind = 'any' OR b.kind = $kind)
RETURN r.first.year AS year, r.first.month AS month, b.name AS actor, count(DISTINCT a.id) AS critics,
       count(r.claim) AS claims, b.id AS id
ORDER BY year, month, claims DESC, id
