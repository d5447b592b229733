// title: Most criticised actors, month by month
// about: As most-criticised, by the month in which the claim was first made.
// params: kind:text?
// example: kg query criticised-by-month -p kind=institution
MATCH (a:Actor)-[r:CRITICIZES|ACCUSES|FILES_COMPLAINT_AGAINST|PROTESTS_AGAINST]->(b:Actor)
WHERE r.modality = 'actual' AND r.first IS NOT NULL AND ($kind IS NULL OR b.kind = $kind)
RETURN r.first.year AS year, r.first.month AS month, b.name AS actor, count(DISTINCT a.id) AS critics,
       count(r.claim) AS claims, b.id AS id
ORDER BY year, month, claims DESC, id
