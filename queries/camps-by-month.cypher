// title: Meetings and cooperation between camps over time
// about: How often parties, coalitions, teams and tickets met, coordinated or allied, by month.
// example: kg query camps-by-month
MATCH (a:Actor)-[r:MEETS|COORDINATES_WITH|ALLIES_WITH]-(b:Actor)
WHERE a.id < b.id AND r.modality = 'actual' AND r.first IS NOT NULL
  AND a.kind IN ['party', 'coalition', 'team', 'ticket'] AND b.kind IN ['party', 'coalition', 'team', 'ticket']
RETURN r.first.year AS year, r.first.month AS month, a.name AS camp, b.name AS other, count(r.claim) AS claims,
       sum(r.articles) AS articles, a.id AS id, b.id AS other_id
ORDER BY year, month, id, other_id
