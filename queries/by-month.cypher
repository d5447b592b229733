// title: Claims by month and relation
// about: How many claims were first made in each month; of one relation, or of all.
// params: relation:text?
// example: kg query by-month -p relation=meets
MATCH (a:Actor)-[r]->(b:Actor)
WHERE r.first IS NOT NULL AND ($relation IS NULL OR type(r) = toUpper($relation))
RETURN r.first.year AS year, r.first.month AS month, type(r) AS relation, count(r.claim) AS claims, sum(r.articles) AS articles
ORDER BY year, month, relation
