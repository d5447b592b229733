// title: Families across parties
// about: Relatives who lead or belong to different parties.
// example: kg query family-across-parties
MATCH (a:Actor:Person)-[f:FAMILY_OF]-(b:Actor:Person)
WHERE a.id < b.id AND f.modality = 'actual'
MATCH (a)-[x:LEADS|MEMBER_OF]->(p:Actor:Party)
MATCH (b)-[y:LEADS|MEMBER_OF]->(q:Actor:Party)
WHERE p.id <> q.id AND x.modality = 'actual' AND y.modality = 'actual'
RETURN DISTINCT a.name AS person, p.name AS party, b.name AS relative, q.name AS party_of_relative, f.quote AS quote,
       f.claim AS claim
ORDER BY person, relative, party, party_of_relative, claim
