// title: Evidence of a claim
// about: Every sentence that shows a claim, with its article; claim ids stand in the last column of other queries.
// params: claim:text
// example: kg query evidence -p claim=46115135e6c15602
MATCH (c:Claim {id: $claim})-[e:EVIDENCE]->(t:Article)
RETURN c.name AS says, c.modality AS modality, t.outlet AS outlet, coalesce(toString(t.published), '') AS published,
       e.quote AS quote, e.role AS role, e.confidence AS confidence, t.url AS url, e.statement AS statement
ORDER BY published, statement
