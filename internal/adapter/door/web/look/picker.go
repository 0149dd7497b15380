package look

// Picker is a maker and a product to be typed, with completions of the product.
type Picker struct {
	ID             string // prefix of the ids of its list and status
	Maker, Product Field
	PickedName     string // name of the hidden value: the identity that was picked, emptied when one types on
	Picked         string
	// Asked says that completions were asked for with the button; List holds them.
	Asked bool
	List  []Pick
}

// Pick is one completion.
type Pick struct{ ID, Maker, Name string }

// NewPicker makes a picker whose values are sent as maker, product and picked with a suffix: empty in a form with one
// picker, ".3" in a row of many. from is the address that answers with completions.
func NewPicker(l Lang, suffix, from string) Picker {
	id := "picker" + suffix
	return Picker{
		ID: id, PickedName: "picked" + suffix,
		Maker: Field{Kind: Line, ID: "maker" + suffix, Label: Say(l, "picker.maker"), Hint: Say(l, "picker.maker.hint"), Example: Say(l, "picker.maker.example"), Width: Mid, Free: true},
		Product: Field{
			Kind: Line, ID: "product" + suffix, Label: Say(l, "picker.product"), Hint: Say(l, "picker.product.hint"), Example: Say(l, "picker.product.example"), Need: true,
			Completes: &Completes{List: id + "-list", From: from},
		},
	}
}

// Completes makes a line complete what is typed.
type Completes struct {
	List string // id of the list
	From string // address that answers with its options
}

// Tabs are pages that stand side by side.
type Tabs struct {
	Label string // for screen readers
	List  []NavItem
}
