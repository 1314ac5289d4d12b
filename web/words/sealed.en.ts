/** Ballots that are sealed while voting is open, and opened after it: English. */
export const sealedEn = {
  'proposal.state.revealing': 'Opening ballots',
  'proposal.answer.sealed': 'Ballots are sealed: nobody knows the result yet. Voting ends {when}.',
  'proposal.answer.revealing':
    'Voting is over and sealed ballots are being opened: so far {approval} approve, and {counted} count toward the quorum of {quorum}. That ends {when}.',
  'proposal.ballotsOpened': 'Sealed ballots are opened',
  'sealed.standing': 'Sealed ballots are counted when they are opened, after voting.',
  'sealed.seal': 'Seal my ballot',
  'sealed.sealAgain': 'Seal another one in its place',
  'sealed.note':
    'Nobody sees your choice while voting is open. Come back to open it afterwards: a ballot that stays sealed does not count. This browser keeps what opens it.',
  'sealed.sealHappens': 'A seal of your ballot on “{title}” goes on the chain; your choice stays here.',
  'sealed.sealRule': 'You can seal another one until voting ends, and must open it afterwards.',
  'sealed.sealedHere': 'You sealed: {choice}.',
  'sealed.sealedElsewhere':
    'You sealed a ballot in another browser. Open it there afterwards, or seal another one here in its place.',
  'sealed.open': 'Open my ballot, {power}',
  'sealed.openNote': 'It counts once it is open, in public and for ever.',
  'sealed.elsewhere': 'You sealed this ballot in another browser. Open it there, or it does not count.',
  'sealed.none': 'You sealed no ballot.',
  'track.more.sealed': 'Ballots stay sealed until voting ends and are opened within {reveal}.',
  'field.revealMs': 'Secret ballots: sealed while voting is open, opened within this time after it',
  'proposals.opening': 'Opening ends {when}',
  'txKind.proposals.sealBallot': 'Seal a ballot',
  'txKind.proposals.openBallot': 'Open a sealed ballot',
  'event.proposals.sealed': '{voter} sealed a ballot on {proposal}',
} as const;
