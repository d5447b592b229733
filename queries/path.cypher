// title: Shortest paths between two actors
// about: How two actors are linked over others, in at most six steps of affirmed claims; up to twenty paths.
// params: from:actor, to:actor
// example: kg query path -p from=Anies -p to=Prabowo
MATCH (a:Actor {id: $from})
MATCH (b:Actor {id: $to})
WHERE b.id <> a.id
MATCH p = allShortestPaths((a)-[:ACCUSES|AGREES_WITH|ALLIES_WITH|APPOINTS|CAMPAIGNS_FOR|COERCES|COMPETES_WITH|COORDINATES_WITH|CRITICIZES|FAMILY_OF|FILES_COMPLAINT_AGAINST|GIVES_TO|INVESTIGATES|LEADS|MEETS|MEMBER_OF|NOMINATES|PART_OF_TICKET|PROTESTS_AGAINST|REJECTS|REPORTS_TO|REQUESTS_ACTION_FROM|RULES_ON|RUNS_WITH|SANCTIONS|SPEAKS_FOR|SUPPORTS|THREATENS*..6]-(b))
WITH [n IN nodes(p) | n.name] AS actors, [r IN relationships(p) | type(r)] AS relations,
     [r IN relationships(p) | r.claim] AS claims, reduce(text = '', r IN relationships(p) | text + r.claim) AS key
RETURN actors, relations, claims
ORDER BY key
LIMIT 20
