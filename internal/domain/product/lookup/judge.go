package lookup

// The features by which the likeliest candidate is judged: its own, then how it stands to the others.
const (
	jScore        = featureCount + iota // its score
	jMargin                             // score less the second's
	jMarginHand                         // the same before training
	jSecondEqual                        // the second's name is equal
	jSecondMaker                        // the second's maker agrees
	jSecondRecall                       //
	jSecondPop                          //
	jEquals                             // candidates whose names are equal
	jEqualsHouse                        // candidates whose names are equal and whose makers agree
	jLikeHouse                          // candidates of an agreeing maker with nearly equal names
	jSame                               // identities of its house with a name equal but for light words
	jLonger                             // log of identities of its house whose names continue its own
	jShorter                            // log of identities of its house whose names it continues
	jKinPop                             // the most named of these, less how often it is named itself
	judgeCount
)

// Judged is what the judge's trees look at.
type Judged [judgeCount]float32

// Plain reports whether name and maker of the candidate are simply those of the row.
func (j *Judged) Plain() bool { return j[fEqual] >= 0.9 && max(j[fMaker], j[fInside]) >= 0.9 }

// Surety orders rows by how safely their first candidate may be bound: the margin says how far every other candidate
// stands below it, the judge's score whether it is right at all. The judge hardly tells the surest rows apart, since nearly
// all of them are right; the margin does. Twice was chosen by cross-validation by maker; anything from the whole on
// does as well.
func (j *Judged) Surety(score float64) float64 { return score + 2*float64(min(j[jMargin], 10)) }

// judgeFeatures describes the first of list.
func judgeFeatures(list []ranked, k kin) *Judged {
	var j Judged
	copy(j[:], list[0].feats[:])
	j[jScore] = list[0].score
	j[jMargin], j[jMarginHand] = 12, 12
	j[jSame], j[jLonger], j[jShorter] = float32(k.same), logOf(k.longer), logOf(k.shorter)
	j[jKinPop] = k.popular - list[0].feats[fPopular]
	if len(list) > 1 {
		second := list[1]
		j[jMargin] = list[0].score - second.score
		j[jMarginHand] = hand(list[0].feats) - hand(second.feats)
		j[jSecondEqual], j[jSecondMaker] = second.feats[fEqual], second.feats[fMaker]
		j[jSecondRecall], j[jSecondPop] = second.feats[fRecall], second.feats[fPopular]
	}
	for _, r := range list[:min(len(list), 20)] {
		f := r.feats
		if f[fEqual] >= 0.8 {
			j[jEquals]++
			if f[fMaker] > 0.9 || f[fInside] > 0.8 {
				j[jEqualsHouse]++
			}
		} else if f[fMaker] > 0.9 && f[fDice] > 0.75 {
			j[jLikeHouse]++
		}
	}
	return &j
}

// step is one step of the calibration curve: from this judge's score on, the share that was right on
// rows that the trees had not seen.
type step struct{ from, share float64 }

// calibrate turns a judge's score into a probability.
func calibrate(score float64) float64 {
	share := curve[0].share
	for _, s := range curve {
		if score < s.from {
			break
		}
		share = s.share
	}
	return share
}
