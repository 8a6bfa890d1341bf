"""The words that invented names are put together from, and what people of the demo community do and like."""


def _list(text: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in text.split(","))


# Parts of places' names and addresses.
PLACES = {
    "adjective": _list("""Amber, Copper, Crooked, Curious, Early, Golden, Green, Happy, Honest, Little, Lazy, Lucky, Merry, Painted, Patient,
        Quiet, Rusty, Singing, Slow, Speckled, Sunlit, Velvet, Wandering, Woolly"""),
    "vessel": _list("Basin, Beaker, Button, Candle, Cup, Jug, Kettle, Lantern, Ladle, Saucer, Spoon, Teapot, Thimble, Tin, Urn"),
    "thing": _list(
        "Apple, Barley, Beetroot, Bramble, Butter, Crumb, Damson, Fig, Flour, Honey, Marmalade, Oat, Pear, Plum, Quince, Rye"
    ),
    "spice": _list(
        "Aniseed, Basil, Bay, Cardamom, Cinnamon, Clove, Fennel, Ginger, Nutmeg, Rosemary, Saffron, Sage, Salt, Sorrel, Sumac"
    ),
    "bird": _list("""Blackbird, Curlew, Dunnock, Finch, Heron, Jackdaw, Kingfisher, Lapwing, Linnet, Magpie, Nuthatch, Plover, Robin,
        Starling, Swift, Wren"""),
    "beast": _list(
        "Badger, Bear, Boar, Dolphin, Dragon, Fox, Greyhound, Hare, Hart, Hedgehog, Lamb, Otter, Pony, Ram, Stag, Stoat"
    ),
    "trade": _list("""Anchor, Basket, Brush, Button, Clock, Cooper, Dye, Forge, Glove, Hat, Lace, Lock, Loom, Malt, Needle, Paper, Pin, Print,
        Rope, Sail, Shuttle, Silk, Spindle, Tannery, Thread, Tile"""),
    "craft": _list("""Buttons, Clocks and Watches, Everyday Letters, Kites, Lace, Lost Umbrellas, Maps, Quilts, Ropes and Knots,
        Seaside Holidays, Tea, Working at Home"""),
    "area": _list("""Ashgrove, Beechwood, Birchfield, Bramley Cross, Brookside, Castle Mead, Chapel Green, Coldharbour, Cross Lane, Dovecote,
        Eastgate, Elmfield, Fernhill, Foxhollow, Greenbank, Hawthorn Park, Hazelmere, Highfield, Hollins, Ivy Bridge, Kingsmead, Larkhill,
        Lime Walk, Longmead, Market Cross, Meadowbank, Millbrook, Moorside, Netherfield, Northgate, Oakdene, Orchard Park, Parkfield,
        Priory Road, Quarry Hill, Ravenswood, Riverside, Roseberry, Rowan Tree, Sandhill, Southgate, Spring Bank, St Agnes, St Bride's,
        St Hilda's, Stonebridge, Swan Lane, Thornfield, Tollgate, Underwood, Valley Road, Viaduct, Water Lane, Wellington Square, West End,
        Westfield, Whitehouse, Willow Bank, Windmill Hill, Woodside"""),
    "street": _list("""Albert Road, Alma Street, Back Lane, Bath Street, Bridge Street, Broad Street, Canal Street, Castle Street,
        Chapel Street, Church Road, Clarence Street, Cliff Road, Commercial Road, Cross Street, Dock Street, East Street, Fore Street,
        George Street, Green Lane, Grove Road, High Street, Hill Street, King Street, Lime Street, London Road, Manor Road, Market Place,
        Mill Lane, New Road, North Street, Old Road, Oxford Street, Park Street, Princess Street, Quay Street, Queen Street, Regent Street,
        Richmond Road, Russell Street, School Lane, Silver Street, South Parade, Spring Gardens, St John's Road, St Mary's Street,
        Station Road, Stoke Lane, Temple Street, Union Street, Vicarage Road, Victoria Street, Wells Road, West Street, Wharf Road,
        Wood Street, York Road"""),
    "woman": _list("""Ada, Agnes, Bea, Clara, Dilys, Dora, Edie, Effie, Elsie, Etta, Flora, Greta, Hettie, Ida, Ivy, Kitty, Lottie, Mabel,
        Maud, Nell, Olive, Peg, Rosa, Tilly, Winnie"""),
    "surname": _list("""Alder, Ashby, Bellamy, Birtwhistle, Carrow, Dunmore, Fairley, Gaunt, Hallam, Hartley, Kerslake, Lyle, Marlow, Nesbit,
        Orme, Penrose, Quayle, Rudd, Selwyn, Tregarth, Vane, Wragg"""),
    "number": _list("3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 16, 17, 19, 21, 23, 27, 31, 34, 38, 42"),
}

# First names, by the language that is often spoken beside English where the name is at home, with a weight.
FIRST_NAMES: dict[str, tuple[int, tuple[str, ...]]] = {
    "": (
        58,
        _list("""Abigail, Alice, Amelia, Amy, Anna, Beth, Bryony, Caitlin, Carys, Charlotte, Chloe, Claire, Daisy, Debbie, Eilidh, Eleanor,
            Ellie, Emily, Emma, Erin, Esme, Fiona, Frances, Freya, Gemma, Georgia, Grace, Hannah, Harriet, Hayley, Heather, Helen, Holly,
            Imogen, Isla, Jackie, Jade, Jasmine, Jess, Jo, Kate, Kathryn, Kelly, Kirsty, Laura, Leah, Lily, Lorna, Louise, Lucy, Lynne,
            Maddy, Maisie, Martha, Megan, Mhairi, Millie, Molly, Morag, Naomi, Natalie, Nicola, Niamh, Paula, Philippa, Poppy, Rachel,
            Rebecca, Rhona, Rosie, Ruth, Sally, Sarah, Shona, Sian, Siobhan, Sophie, Steph, Sue, Tamsin, Tess, Tina, Vicky, Zara, Zoe"""),
    ),
    "Arabic": (3, _list("Amira, Dalia, Hanan, Layla, Nour, Rania, Salma, Yasmin")),
    "Bengali": (2, _list("Farzana, Nasrin, Rumana, Shirin, Tahmina")),
    "Cantonese": (2, _list("Ka-Yan, Mei, Suki, Wing, Yan")),
    "French": (2, _list("Camille, Celine, Elodie, Margaux, Solene")),
    "German": (1, _list("Anke, Friederike, Heike, Katja")),
    "Greek": (1, _list("Despina, Eleni, Katerina, Ioanna")),
    "Gujarati": (2, _list("Bhavna, Hetal, Jigna, Nisha, Rekha")),
    "Hindi": (3, _list("Ananya, Divya, Kavita, Meera, Pooja, Priya, Shreya")),
    "Igbo": (2, _list("Adaeze, Chidinma, Ifeoma, Ngozi, Uche")),
    "Italian": (2, _list("Chiara, Francesca, Giulia, Ilaria, Paola")),
    "Panjabi": (3, _list("Gurpreet, Harleen, Jaspreet, Manpreet, Simran")),
    "Polish": (4, _list("Agnieszka, Ewa, Kasia, Magda, Monika, Ola, Zofia")),
    "Portuguese": (2, _list("Beatriz, Carla, Ines, Joana, Mariana")),
    "Romanian": (2, _list("Alina, Ioana, Mihaela, Raluca, Simona")),
    "Somali": (1, _list("Amina, Fadumo, Hodan, Ifrah, Sagal")),
    "Spanish": (2, _list("Carmen, Lucia, Marta, Pilar, Rocio")),
    "Turkish": (2, _list("Aylin, Ebru, Elif, Leyla, Zeynep")),
    "Ukrainian": (1, _list("Iryna, Oksana, Olena, Yuliia")),
    "Urdu": (4, _list("Aisha, Fatima, Hafsa, Maryam, Saima, Sana, Zainab")),
    "Welsh": (1, _list("Angharad, Bronwen, Eirlys, Gwen, Lowri, Nerys")),
    "Yoruba": (2, _list("Bisi, Folake, Funmi, Temi, Yetunde")),
}
FURTHER_LANGUAGES = _list("French, German, Spanish, Italian, British Sign Language, Welsh, Portuguese, Swedish, Mandarin, Dutch")

# What she does, and what she can help others with because of it.
WORK = {
    "accountant": _list("tax returns, bookkeeping, spreadsheets"),
    "academic editor": _list("proofreading, grant applications, writing"),
    "architect": _list("drawing, planning permission, 3-D models"),
    "bookkeeper": _list("bookkeeping, invoices, spreadsheets"),
    "career coach": _list("job interviews, public speaking, goal setting"),
    "charity fundraiser": _list("grant applications, storytelling, events"),
    "copywriter": _list("writing, newsletters, web pages"),
    "customer support lead": _list("difficult conversations, hiring, remote teams"),
    "data analyst": _list("spreadsheets, statistics, Python"),
    "doctoral student": _list("statistics, proofreading, time management"),
    "ceramicist": _list("pricing, craft fairs, photography"),
    "graphic designer": _list("logos, layout, illustration"),
    "HR adviser": _list("hiring, contracts, difficult conversations"),
    "illustrator": _list("illustration, drawing, portfolio reviews"),
    "interpreter": _list("languages, public speaking, contracts"),
    "journalist": _list("writing, interviewing, pitching"),
    "knitwear maker": _list("craft fairs, pricing, online shops"),
    "landscape designer": _list("gardening, drawing, invoices"),
    "legal adviser": _list("contracts, data protection, difficult conversations"),
    "marketing consultant": _list("newsletters, social media, pricing"),
    "music teacher": _list("teaching online, public speaking, time management"),
    "nutritionist": _list("healthy lunches, teaching online, social media"),
    "online tutor": _list("teaching online, maths, time management"),
    "photographer": _list("photography, portfolio reviews, pricing"),
    "podcast producer": _list("audio editing, interviewing, storytelling"),
    "policy researcher": _list("statistics, interviewing, writing"),
    "product manager": _list("goal setting, remote teams, user research"),
    "project manager": _list("goal setting, remote teams, spreadsheets"),
    "recruiter": _list("hiring, job interviews, pitching"),
    "software developer": _list("Python, web pages, databases"),
    "software tester": _list("databases, accessibility, remote teams"),
    "technical writer": _list("writing, accessibility, web pages"),
    "translator": _list("languages, proofreading, invoices"),
    "UX designer": _list("user research, accessibility, portfolio reviews"),
    "video editor": _list("video editing, audio editing, storytelling"),
    "virtual assistant": _list("time management, invoices, events"),
    "web developer": _list("web pages, online shops, accessibility"),
}
SKILLS = tuple(sorted({skill for skills in WORK.values() for skill in skills}))

INTERESTS = _list("""allotments, baking, birdwatching, board games, bouldering, choir, cinema, climate, cold-water swimming, crochet, cycling,
    dancing, dogs, embroidery, fell walking, gardening, history, houseplants, jazz, knitting, local politics, museums, new mums, novels, painting,
    parkrun, photography, poetry, pottery, radio, running, science fiction, sea swimming, sewing, theatre, travel by train, upcycling,
    vegan cooking, volunteering, walking, yoga""")
