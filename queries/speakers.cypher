// title: Who is quoted most
// about: Actors by the number of claims that the news gives as their words.
// example: kg query speakers
MATCH (c:Claim)-[:SPEAKER]->(a:Actor)
RETURN a.name AS speaker, a.kind AS kind, count(c.id) AS claims, sum(c.articles) AS articles, a.id AS id
ORDER BY claims DESC, id
