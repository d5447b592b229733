// title: Brokers between camps
// about: Who lies on the shortest paths between others (betweenness) and is linked with two camps (tickets,
// about: coalitions, parties, teams) or more.
// about: Pasted into Neo4j Browser, this gives the links from which kg query works that out.
// then: betweenness
// example: kg query brokers
MATCH (a:Actor)-[r]-(b:Actor)
WHERE a.id < b.id AND r.modality = 'actual' AND r.polarity = 'affirmed'
RETURN DISTINCT a.id AS id, a.name AS name, a.kind AS kind, b.id AS other_id, b.name AS other_name, b.kind AS other_kind
ORDER BY id, other_id
