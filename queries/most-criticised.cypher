// title: Who is criticised and accused most
// about: Actors by the number of claims that somebody criticised, accused, sued or protested against them.
// params: since:date?
// example: kg query most-criticised -p since=2024-01-01
MATCH (a:Actor)-[r:CRITICIZES|ACCUSES|FILES_COMPLAINT_AGAINST|PROTESTS_AGAINST]->(b:Actor)
WHERE r.modality = 'actual' AND ($since IS NULL OR r.last >= date($since))
RETURN b.name AS actor, b.kind AS kind, count(DISTINCT a.id) AS critics, count(r.claim) AS claims,
       sum(r.articles) AS articles, b.id AS id
ORDER BY claims DESC, id
