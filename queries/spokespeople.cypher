// title: Who speaks for a team, party, ticket or body
// about: People named as its spokespeople, lawyers or representatives, with the title that the news gave them.
// params: body:actor
// example: kg query spokespeople -p body="TPN Ganjar-Mahfud"
MATCH (a:Actor)-[r:SPEAKS_FOR]->(b:Actor {id: $body})
RETURN a.name AS person, r.roles AS roles, r.modality AS modality, r.articles AS articles, r.outlets AS outlets,
       r.quote AS quote, r.claim AS claim
ORDER BY person, claim
