// title: Who supports whom and is supported back
// about: Pairs of actors that support each other, and how often each way.
// example: kg query mutual-support
MATCH (a:Actor)-[x:SUPPORTS]->(b:Actor)
WHERE a.id < b.id AND x.modality = 'actual'
WITH a, b, count(x.claim) AS forth
MATCH (b)-[y:SUPPORTS]->(a)
WHERE y.modality = 'actual'
RETURN a.name AS actor, b.name AS other, forth, count(y.claim) AS back, a.id AS id, b.id AS other_id
ORDER BY id, other_id
