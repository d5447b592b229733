// title: What an article says
// about: All claims read in one article, in the order of its text.
// params: article:text
// example: kg query article -p article=https://berita.example/2024/02/19/kpu
MATCH (t:Article)<-[e:EVIDENCE]-(c:Claim)
WHERE t.id = $article OR t.url = $article
RETURN c.name AS says, c.polarity AS polarity, c.modality AS modality, e.quote AS quote,
       e.start AS position, e.statement AS statement
ORDER BY position, statement
