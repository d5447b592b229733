// title: Members, backers and opponents of a ticket
// about: Who stands in a ticket, who nominates, supports or campaigns for it, and who is said not to.
// params: ticket:actor
// example: kg query ticket -p ticket="Ganjar-Mahfud"
MATCH (a:Actor)-[r:PART_OF_TICKET|NOMINATES|SUPPORTS|CAMPAIGNS_FOR|NOT_SUPPORTS|REJECTS|CRITICIZES]->(b:Actor {id: $ticket})
RETURN type(r) AS relation, a.name AS actor, a.kind AS kind, r.modality AS modality, r.articles AS articles,
       r.outlets AS outlets, r.claim AS claim
ORDER BY relation, actor, claim
