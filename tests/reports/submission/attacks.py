"""What somebody may write who wants more to be published than may be, and honest papers beside it."""

from tests.reports.submission.papers import ADVICE, OTHER, QUOTE

HOUSING = "result residents matters housing"
PLANTED: dict[str, tuple[str, ...]] = {
    # Numbers, however they are written.
    "tens and ones, in words": ("Twenty-three women were heard.", "number"),
    "a hundred and more, in words": ("Two hundred and thirty residents came.", "number"),
    "tens, in French": ("Une trentaine d’habitants ont été expulsés.", "number"),
    "tens, in Arabic": ("تحدثت ثلاث وعشرون امرأة عن ذلك.", "number"),
    "with a joined letter, in Arabic": ("تحدث الناس وخمسون أسرة رحلت.", "number"),
    "two in one word": ("جاءت امرأتان إلى اللقاء.", "small"),
    "the number behind the people, in Arabic": ("تحدثت النساء الثلاث عن ذلك.", "small"),
    "the number behind the people": ("Women: three.", "small"),
    "without a hamza": ("تحدثت اربع نساء عن ذلك.", "small"),
    "with short vowels": ("تحدثت ثَلَاثُ نِسَاءٍ عن ذلك.", "small"),
    "a word stretched": ("تحدثت ثــلاث نســاء عن ذلك.", "small"),
    "a mark nobody sees": ("Thr\u200bee women spoke of it.", "small"),
    "a digit in a ring": ("\u2466 women spoke of it.", "small"),
    "letters of another script": ("Thr\u0435\u0435 women spoke of it.", "small"),
    "wide letters": ("\uff34\uff28\uff32\uff25\uff25 women spoke of it.", "small"),
    "a letter and its accent apart": ("Trois e\u0301le\u0300ves ont quitté l’école.", "small"),
    "with emphasis": ("**Three** women spoke of it.", "small"),
    "with a comma between": ("Three young, hungry women spoke of it.", "small"),
    "four times twenty": ("Quatre-vingts femmes en ont parlé.", "number"),
    "two hundred, in Arabic": ("تحدثت مئتا امرأة عن ذلك.", "number"),
    "Persian digits": ("تحدثت ۷ نساء عن ذلك.", "small"),
    "wide digits": ("\uff17 women spoke of it.", "small"),
    "with words between": ("Three very old widowed women spoke of it.", "small"),
    "a part of a group": ("Two of the women spoke of it.", "small"),
    "a part of a group, in French": ("Trois des femmes en ont parlé.", "small"),
    "a part of a group, in Arabic": ("تحدثت خمس من النساء عن ذلك.", "small"),
    "without saying who": ("Seven were evicted in the spring.", "counted"),
    "without saying who, in French": ("Quatre ont été arrêtés au printemps.", "counted"),
    "what happened to them": ("There were three suicides that year.", "counted"),
    "more than another, in words": ("Twice as many women as men chose it.", "counted", HOUSING),
    "half of a number": ("Half of the four families left.", "share"),
    "half of a number that is shown": ("Half of the 400 people chose housing.", "share", "result residents"),
    "half of them, in one word": ("غادر نصفهم المدينة.", "share"),
    "a fifth": ("Two fifths of the residents chose it.", "share", HOUSING),
    "one woman in ten": ("One woman in ten chose it.", "share", HOUSING),
    "a share of few": ("Of the women 40% chose it.", "share", "result residents"),
    "a share that nobody rounded": ("57.5% chose housing.", "share", HOUSING),
    "points between two shares": ("It is 9 percentage points more.", "share", HOUSING),
    "so many of a hundred": ("57 out of 100 chose it.", "number", HOUSING),
    "what two numbers leave": ("The other 170 did not.", "number", HOUSING, "result residents"),
    "what everybody said": ("All the women in Settat chose housing.", "share", HOUSING),
    "what nobody said": ("Nobody in Settat chose schools.", "share", HOUSING),
    "what everybody said, without a source": ("Every woman in Settat said so.", "counted"),
    "a number like a year": ("Altogether 2019 chose housing.", "number", HOUSING),
    "a number as if it were cited": ("Number 5 women were evicted.", "small"),
    "a recommendation’s number for people": ("115.3 women were evicted.", "number"),
    "all but so many": ("All but three came back.", "counted"),
    "so many who stayed": ("Only seven stayed there.", "counted"),
    # Quotes, whatever stands around them.
    "single angles": ("Quelqu’un a dit ‹ on nous a pris la maison ›.", "quote"),
    "low marks": ("Someone said „they took our house away“.", "quote"),
    "marks turned round": ("Someone said »they took our house away«.", "quote"),
    "marks of the same side": ("Someone said ”they took our house away”.", "quote"),
    "marks that are no pair": ('Someone said “they took our house away".', "quote"),
    "heavy marks": ("Someone said ❝they took our house away❞.", "quote"),
    "a dash for a mark": ("Une voix : — on nous a pris la maison.", "quote"),
    "a dash for a mark, when somebody says it": ("Somebody said: - they took our house away.", "quote"),
    "never closed": ("Someone said “they took our house away.", "quote"),
    "never opened": ("They took our house away” is what we heard.", "quote"),
    "two words, said by somebody": ("Somebody said: “help me”.", "quote"),
    "two words, in Arabic": ("قال أحدهم: «ضربوني هناك».", "quote"),
    "other letters": (f"One said “{QUOTE.upper()}”", "altered"),
    "another mark in it": ("One said “We wait […] for the bus, that never comes.”", "altered"),
    "dots for what was there": ("One said “We wait … for the bus that never comes.”", "altered"),
    "the region a sentence before": (f"In Settat people wait. Others said: “{QUOTE}”", "attributed"),
    "the region in small letters": (f"Somebody in settat said: “{QUOTE}”", "attributed"),
    "the region with a joined letter": (f"قال أحدهم بسطات: «{QUOTE}»", "attributed"),
    "the group": (f"Of those 30 years or more some said: “{QUOTE}”", "attributed"),
    "a village beside a quote": (f"Somebody in Khouribga said: “{QUOTE}”", "told"),
    "without marks, with the region": ("In Settat they wait for the bus that never comes.", "attributed"),
    "what one told": ("A woman told us that they took her house.", "told"),
    "what one told, in French": ("Une femme a raconté qu’on lui a pris la maison.", "told"),
    "what one told, in Arabic": ("قالت امرأة إنهم أخذوا بيتها.", "told"),
    "what she said": ("They took her house, she said.", "told"),
    "what she said, in French": ("On lui a pris la maison, raconte-elle.", "told"),
    "what she said, in Arabic": ("قالت إنها فقدت بيتها.", "told"),
    "the text of another recommendation": (
        f"Recommendation 115.4 says: “{ADVICE}”.",
        "misnumbered",
        "recommendation 115.4",
    ),
    # Who could be found.
    "an address in words": ("Write to karim at mail dot com about it.", "address"),
    "a name on a network": ("She writes on Facebook as Karima.", "address"),
    "a telephone with points": ("Call 06.61.23.45.67 to hear more.", "address"),
    "a telephone of abroad": ("Call +212 (0) 661-234567 to hear more.", "address"),
    "a telephone in words": ("Call zero six six one two three four.", "address"),
    "a telephone in Arabic digits": ("اتصلوا بالرقم ٠٦٦١٢٣٤٥٦٧.", "address"),
    "a passport": ("Passport number 8345621 was refused.", "address"),
    "an identity card, in Arabic": ("رُفضت بطاقة التعريف رقم 734512.", "address"),
    "a case at a court": ("See case number 4521/2025.", "told"),
    "a post-office box": ("Write to P.O. Box 451.", "address"),
    "a neighbourhood and a number": ("يسكنون في حي السلام رقم 12.", "address"),
    "degrees": ("It stands at 33°15'22\"N today.", "address"),
    "a private page": ("Read it at https://karim.example/story today.", "address"),
    "an address of the United Nations": ("Write to karim@un.org about it.", "address"),
    "an age in words": ("A four-year-old was evicted.", "age"),
    "about an age": ("She is in her thirties.", "age"),
    "a year of birth": ("She was born in 1987 there.", "age"),
    "a year of birth, in Arabic": ("وهي من مواليد 1987.", "age"),
    "a day with lines": ("The eviction took place on 03-05-2025.", "day"),
    "a day in words": ("It happened on the third of May.", "day"),
    "a day of last week": ("It happened last Tuesday.", "day"),
    "the town’s only one": ("The town’s only dentist was moved.", "role"),
    "the only one who": ("She is the only one who stayed.", "role"),
    "the last one": ("The last midwife has left.", "role"),
    "the only one, by her side": ("Elle était la seule à rester.", "role"),
    "a name behind madame": ("Nous remercions madame Benani.", "name"),
    "a letter for a name": ("We thank K. Benani, who stayed.", "name"),
    "a rare name": ("Then Ittou lost her home.", "name"),
    "whose home it was": ("Ittou’s house was taken.", "name"),
    "whose son it was": ("Le fils de Brahimo est parti.", "name"),
    "a name in small letters": ("The shop of fatima was closed.", "name"),
    "a name with a joined letter, in Arabic": ("أُغلق المحل ولفاطمة كان.", "name"),
    "the third of them": ("She was the third woman to leave.", "role"),
    # What is cited.
    "an event that is not public": ("It was said there.", "cite", "event 999999"),
    "a number of a recommendation, one digit more": ("Recommendation 115.33 asks for it.", "recommendation"),
    "an assessment that there is not": ("Many said so.", "cite", "assessment 7.1"),
    "an assessment of no such region": ("Many said so.", "cite", "assessment 115.3 region=atlantis"),
    "a number of another assessment": ("Here 150 people said so.", "number", "assessment 115.3"),
    "a region’s assessment that is hidden": ("Many said so.", "hidden", "assessment 115.3 region=settat"),
    "a source without a page": ("Of all, 31% rent.", "source outside", "source Census of 2024"),
    "no source at all": ("Many rent.", "cite", "source"),
}
HONEST: dict[str, tuple[str, ...]] = {
    "laws": (
        "In 2023 two laws on children and three articles on women’s rights were adopted. Four laws "
        "protect women. "
        "General Recommendation No. 35 of the Committee and ILO Convention 190 (2019) ask for more.",
    ),
    "rights": (
        "All women have the right to live without fear, and all children have the right to go to school. "
        "Children "
        "under 18 and young people of 15 to 24 years are named in the plan. No one should be left behind.",
    ),
    "climate": (
        "CO2 and PM2.5 are measured since COVID-19. A lot of people are harassed in the street, and "
        "street children "
        "most of all. See https://www.ohchr.org/en/hr-bodies/upr/upr-main for more.",
    ),
    "lists": ("We ask the Government: (1) to build homes; (2) to lower rents; (3) to open schools by 2030.",),
    "lists with dashes": ("We ask the Government: – to build homes; – to lower rents; – to open schools.",),
    "source": (
        "The country has 37 million inhabitants, and 3.5 children a family.",
        "source Census of 2024, table 3",
    ),
    "terms": ("What the law calls “adequate housing” is dear. One must protect children.",),
    "shares": (
        "In all 230 of 380 people, 61%, that is three fifths of the residents, chose housing.",
        HOUSING,
    ),
    "quote": (
        f"It is known in Morocco. In English, one resident put it like this: "
        f"“{QUOTE.replace('[…]', '[...]')}” It is so.",
    ),
    "recommended": (
        f"Recommendations 115.3 and 115.4 speak of it; 115.3 asks: “{ADVICE.lower()}”, and 115.4: “{OTHER}”.",
        "recommendation 115.3",
        "recommendation 115.4",
    ),
    "assessment": (
        "Of recommendation 115.3, 200 people said: 120 that it has begun, 60%.",
        "assessment 115.3",
    ),
    "laws, in French": (
        "La loi n° 103-13 et l’article 31 protègent le logement. Deux lois sur les enfants et trois "
        "articles ont été "
        "adoptés au cours de la 1re session. Les moins de 18 ans y ont droit.",
    ),
    "rights, in French": (
        "Les habitantes et les habitants parlent du loyer. Toutes les femmes ont droit à la sécurité ; "
        "un logement dit "
        "« social » reste cher. Ils demandent 500 millions de dirhams d’ici à 2030.",
    ),
    "dialogue, in French": (
        "Le Conseil régional a été entendu au cours du 4e cycle. Il faut 3 heures pour aller à "
        "l’hôpital, et la "
        "recommandation générale n° 35 le rappelle.",
    ),
    "laws, in Arabic": (
        "يحمي الفصل 31 من الدستور الحق في السكن، وكذلك القانون رقم 103.13. اعتمد قانونان في سنة 2021، "
        "وينص الهدف 11 على "
        "ذلك بحلول عام 2030.",
    ),
    "rights, in Arabic": (
        "لكل النساء الحق في الأمان. انتظر السكان عشر سنوات من أجل الماء، وتحدثت نساء كثيرات عن السكن "
        "والصحة. تطلب "
        "الجمعيات 500 مليون درهم و30 يوما للمكترين.",
    ),
    "dialogue, in Arabic": (
        "أُبلغ المجلس الوطني لحقوق الإنسان بذلك، وعُقدت اللقاءات في ثلاث جهات وأربع مدن. نصف الميزانية "
        "للمدارس.",
    ),
    "a submission’s beginning": (
        "This submission was prepared by a coalition of associations working in the region since 2012. "
        "It draws on public "
        "meetings held in twelve towns. The first part describes the legal framework; the third makes "
        "eight recommendations.",
    ),
    "articles": (
        "Article 25 of the Covenant and Articles 2, 11 and 12 oblige the State party to act. The "
        "Committee’s General Comment "
        "No. 7 on forced evictions (1997) says when people may be moved. The new Family Code entered "
        "into force in January 2026.",
    ),
    "services": (
        "The nearest hospital is 45 km away, and an ambulance takes two hours. There are three doctors’ "
        "surgeries. The Special "
        "Rapporteur on housing and the Working Group came from 5 to 14 October 2024.",
    ),
    "people in general": (
        "Women and men were heard in separate meetings. A woman who is evicted has no legal aid; a child "
        "cannot complain alone. "
        "Nobody should have to choose between rent and food. Residents said that water comes first.",
    ),
    "people at the beginning of a sentence": (
        "Neighbours who lost their homes moved away. Families who lost everything were heard.",
    ),
    "a submission’s beginning, in French": (
        "La présente contribution a été préparée par une coalition d’associations. Elle s’appuie sur des "
        "rencontres publiques "
        "tenues dans douze villes. L’observation générale n° 7 (1997) et la loi n° 27-06 disent quand on "
        "peut être déplacé.",
    ),
    "a submission’s beginning, in Arabic": (
        "أعدّ هذه المساهمة ائتلاف من جمعيات، وتستند إلى لقاءات عمومية في اثنتي عشرة مدينة وإلى أجوبة "
        "السكان. تلزم المواد 2 و11 "
        "و12 من العهد الدولي الدولة الطرف. قال السكان إن الماء هو الأول، ومتوسط عمر الساكنة يرتفع.",
    ),
}
