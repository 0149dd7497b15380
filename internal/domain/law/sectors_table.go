package law

import "kanmin/internal/domain/text"

var espaFrom = MustDay("2024-05-17") // 特定社会基盤役務制度の運用開始; the platform's own duties begin with the Act

func sector(code Sector, ja, en string, m Minister, c Certainty, src ...string) SectorRow {
	return SectorRow{
		Cite: Cite{
			ID: "sector." + string(code), Name: text.Both{Ja: ja, En: en}, Provision: []string{"espa.50", "act.2.3"},
			Source: append([]string{"S6"}, src...), Status: InForce, Certainty: c, From: espaFrom,
		},
		Code: code, Ministers: []Minister{m},
	}
}

var sectorRows = []SectorRow{
	sector(Electricity, "電気", "electricity", METI, Confirmed, "S7"),
	sector(Gas, "ガス", "gas", METI, Reported),
	sector(Oil, "石油", "oil", METI, Reported),
	sector(Water, "水道", "water supply", MLIT, Confirmed, "S7"),
	sector(Railway, "鉄道", "railway", MLIT, Confirmed, "S7"),
	sector(Trucking, "貨物自動車運送", "trucking", MLIT, Confirmed, "S7"),
	sector(Shipping, "外航貨物", "international maritime cargo", MLIT, Confirmed, "S7"),
	sector(Harbour, "港湾運送", "port transport", MLIT, Reported),
	sector(Aviation, "航空", "aviation", MLIT, Reported),
	sector(Airport, "空港", "airports", MLIT, Reported),
	sector(Telecom, "電気通信", "telecommunications", MIC, Confirmed, "S7"),
	sector(Broadcasting, "放送", "broadcasting", MIC, Confirmed, "S7"),
	sector(Post, "郵便", "post", MIC, Confirmed, "S7"),
	{
		Cite: Cite{
			ID: "sector.medical", Name: text.Both{Ja: "医療", En: "medical care"}, Provision: []string{"espa.50", "espa.amend"},
			Source: []string{"S6", "S3"}, Status: Enacted, Certainty: Confirmed, From: MustDay("2026-06-17"),
			Note: text.Both{
				Ja: "令和8年法律第38号で加えられ、施行日は政令で定めます。遅くとも令和9年12月16日までに施行されます。",
				En: "Added by Act No. 38 of 2026; a Cabinet Order sets the day, 2027-12-16 at the latest.",
			},
		},
		Code: Medical, Ministers: []Minister{MHLW}, Latest: MustDay("2027-12-16"),
	},
	sector(Finance, "金融", "finance", PMFSA, Confirmed, "S7"),
	sector(CreditCard, "クレジットカード", "credit cards", METI, Reported),
}

var joints = []Joint{
	{
		Cite: Cite{
			ID: "joint.finance.agri-deposit-insurance", Name: text.Both{Ja: "農水産業協同組合貯金保険機構", En: "Agricultural and Fishery Co-operative Savings Insurance Corporation"},
			Provision: []string{"espa.50", "espa.orders"}, Source: []string{"S7"}, Status: InForce, Certainty: Confirmed, From: espaFrom,
		},
		In: Finance, Class: "agri-deposit-insurance", Ministers: []Minister{PMFSA, MOF, MAFF},
	},
	{
		Cite: Cite{
			ID: "joint.finance.book-entry", Name: text.Both{Ja: "振替機関", En: "book-entry transfer institution"},
			Provision: []string{"espa.50", "espa.orders"}, Source: []string{"S7"}, Status: InForce, Certainty: Reported, From: espaFrom,
			Note: text.Both{Ja: "財務大臣が加わる場合があります。", En: "The Minister of Finance may be joint as well."},
		},
		In: Finance, Class: "book-entry", Ministers: []Minister{PMFSA, MOJ},
	},
	{
		Cite: Cite{
			ID: "joint.finance.labour-bank", Name: text.Both{Ja: "労働金庫", En: "labour bank"},
			Provision: []string{"espa.50", "espa.orders"}, Source: []string{"S7"}, Status: InForce, Certainty: Reported, From: espaFrom,
		},
		In: Finance, Class: "labour-bank", Ministers: []Minister{PMFSA, MHLW},
	},
}
