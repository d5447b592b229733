// title: What outlets report differently
// about: The same act told as fact, plan, possibility or denial, by version and the outlets that carry it.
// example: kg query outlets-differ
MATCH (c:Claim)-[:EVIDENCE]->(t:Article)
WHERE t.outlet IS NOT NULL
WITH DISTINCT c.proposition AS proposition, c.polarity + ' ' + c.modality AS version, t.outlet AS outlet
ORDER BY proposition, version, outlet
WITH proposition, version, collect(outlet) AS outlets
ORDER BY proposition, version
WITH proposition, collect({version: version, outlets: outlets}) AS versions
WHERE size(versions) > 1
UNWIND versions AS told
MATCH (s:Actor)<-[:SUBJECT]-(c:Claim {proposition: proposition})-[:OBJECT]->(o:Actor)
RETURN DISTINCT s.name AS who, c.relation AS relation, o.name AS whom, told.version AS version, told.outlets AS outlets,
       proposition
ORDER BY proposition, version
