package csaf

import "kanmin/internal/adapter/format/feed"

// Document is a CSAF document, 2.0 or 2.1, as far as it is read: what it says of itself, its products, its vulnerabilities.
type Document struct {
	About struct {
		Category     string `json:"category"`
		Version      string `json:"csaf_version"`
		Title        string `json:"title"`
		Lang         string `json:"lang"`
		Distribution struct {
			TLP struct {
				Label string `json:"label"`
			} `json:"tlp"`
		} `json:"distribution"`
		Notes     []note `json:"notes"`
		Publisher struct {
			Name      string `json:"name"`
			Namespace string `json:"namespace"`
		} `json:"publisher"`
		References []reference `json:"references"`
		Tracking   struct {
			ID       string    `json:"id"`
			Current  string    `json:"current_release_date"`
			Initial  string    `json:"initial_release_date"`
			Status   string    `json:"status"`
			Version  string    `json:"version"`
			Editions []edition `json:"revision_history"`
		} `json:"tracking"`
	} `json:"document"`
	Tree struct {
		Branches  []branch `json:"branches"`
		Full      []leaf   `json:"full_product_names"`
		Relations []struct {
			Category  string `json:"category"`
			Product   leaf   `json:"full_product_name"`
			Component string `json:"product_reference"`
			Of        string `json:"relates_to_product_reference"`
		} `json:"relationships"`
		Groups []struct {
			ID       string   `json:"group_id"`
			Products []string `json:"product_ids"`
		} `json:"product_groups"`
	} `json:"product_tree"`
	Vulnerabilities []vulnerability `json:"vulnerabilities"`

	// What MyJVN adds: versions, which its tree does not have, and how the request went.
	Extension struct {
		Affected   []feed.Affected   `json:"affected"`
		Applicable []feed.Applicable `json:"cpeApplicability"`
	} `json:"jvn_extension"`
}

type edition struct {
	Number  string `json:"number"`
	Date    string `json:"date"`
	Summary string `json:"summary"`
}

type note struct {
	Category string `json:"category"`
	Text     string `json:"text"`
}

type reference struct {
	URL     string `json:"url"`
	Summary string `json:"summary"`
}

type vulnerability struct {
	CVE string `json:"cve"`
	IDs []struct {
		Text string `json:"text"`
	} `json:"ids"`
	Title      string              `json:"title"`
	Notes      []note              `json:"notes"`
	CWE        weakness            `json:"cwe"`
	CWEs       []weakness          `json:"cwes"`
	Status     map[string][]string `json:"product_status"`
	References []reference         `json:"references"`
	Remedies   []struct {
		Category string   `json:"category"`
		Details  string   `json:"details"`
		URL      string   `json:"url"`
		Products []string `json:"product_ids"`
		Groups   []string `json:"group_ids"`
	} `json:"remediations"`
	Flags []struct {
		Label    string   `json:"label"`
		Products []string `json:"product_ids"`
		Groups   []string `json:"group_ids"`
	} `json:"flags"`
	Scores  []scores `json:"scores"` // 2.0
	Metrics []struct {
		Content scores `json:"content"`
		By      string `json:"source"`
	} `json:"metrics"` // 2.1
}

type weakness struct {
	ID string `json:"id"`
}

type scores struct {
	V2   *feed.CVSS `json:"cvss_v2"`
	V3   *feed.CVSS `json:"cvss_v3"`
	V4   *feed.CVSS `json:"cvss_v4"`
	By   string     `json:"source"`
	SSVC *struct {
		Options []map[string]string `json:"options"`
	} `json:"ssvc_v1"`
}
