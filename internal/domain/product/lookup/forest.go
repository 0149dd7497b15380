package lookup

// Node is one inner node or leaf of a trained tree: leaves have feature -1 and their value in cut.
type Node struct {
	Feature int8
	Left    int16 // right is Left+1
	Cut     float32
}

// Hand is the score before training, for the trainer.
func Hand(v *Features) float32 { return hand(v) }

// Forest is a sum of small trees. Training is in bench/names; the shipped one is in forest_table.go.
type Forest struct{ Trees [][]Node }

// Score sums the trees.
func (f *Forest) Score(v []float32) float32 {
	sum := float32(0)
	for _, t := range f.Trees {
		at := int16(0)
		for t[at].Feature >= 0 {
			n := &t[at]
			if v[n.Feature] <= n.Cut {
				at = n.Left
			} else {
				at = n.Left + 1
			}
		}
		sum += t[at].Cut
	}
	return sum
}

// hand is the score before any training: what one would say by hand. The trees correct it, so that
// where they have seen nothing it still speaks.
func hand(v *Features) float32 {
	return 2*v[fEqual] + v[fRecall] + v[fPrecision] + 1.5*v[fDice] + 1.5*max(v[fMaker], 0.8*v[fInside]) + 0.7*v[fMakerDice] + 0.5*v[fShort] +
		0.5*v[fPopular] - 0.3*v[fDigitsName] - 0.2*v[fDigitsView] + 0.3*v[fShipped] + 0.5*v[fJoint]
}
