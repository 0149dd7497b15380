package against

import "kanmin/internal/oracle"

// Classes are the kinds of question of which there must be some.
var Classes = []string{
	"verdict: not_affected", "verdict: possible", "verdict: affected",
	"and", "negate", "environment complete", "environment unknown", "vulnerable:false", "words", "not bound", "several names",
	"na", "wildcard", "update", "range", "changes", "status", "hardware", "version unknown", "version na", "version wildcard", "version series", "version in two parts",
}

// classes counts the kinds of a question, each once.
func classes(q oracle.Question, counts map[string]int) {
	is := map[string]bool{
		"environment complete": q.Complete, "environment unknown": !q.Complete, "not bound": !q.Item.Bound, "several names": len(q.Item.Names) > 1,
		"version unknown": q.Item.Version.Kind == "any", "version na": q.Item.Version.Kind == "na", "version wildcard": q.Item.Version.Kind == "wild",
		"version series": q.Item.Version.Kind == "series", "version in two parts": q.Item.Version.Kind == "split",
	}
	tree(q.Tree, is)
	for class, there := range is {
		if there {
			counts[class]++
		}
	}
}

func tree(n oracle.Node, is map[string]bool) {
	is["and"] = is["and"] || n.And && len(n.Criteria)+len(n.Nodes) > 1
	is["negate"] = is["negate"] || n.Negate
	for _, child := range n.Nodes {
		tree(child, is)
	}
	for _, c := range n.Criteria {
		is["vulnerable:false"] = is["vulnerable:false"] || !c.Vulnerable
		is["words"] = is["words"] || c.Words[1] != ""
		is["range"] = is["range"] || len(c.Spans) > 0
		is["status"] = is["status"] || c.Otherwise != ""
		is["hardware"] = is["hardware"] || c.Name[oracle.Part].Text == "h"
		is["update"] = is["update"] || c.Name[oracle.Update].Kind == "is"
		for _, s := range c.Spans {
			is["changes"] = is["changes"] || len(s.Changes) > 0
		}
		for _, a := range c.Name {
			is["na"] = is["na"] || a.Kind == "na"
			is["wildcard"] = is["wildcard"] || a.Kind == "wild"
		}
	}
}
