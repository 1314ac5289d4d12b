/** Sentences of the lanes: the explorer's page, the grid and the phases of a block. */
export const lanesEn = {
  'lanesPage.title': 'Lanes',
  'lanesPage.answer':
    'Block {height} ran {count, plural, one {# transaction} other {# transactions}} in 256 lanes on {workers, plural, one {# worker} other {# workers}} in {total} ms.',
  'lanesPage.answerWindow':
    '{blocks, plural, one {The newest block} other {The newest # blocks}} ran {count, plural, one {# transaction} other {# transactions}} in 256 lanes on {workers, plural, one {# worker} other {# workers}}; half of the blocks took {median} ms or less.',
  'lanesPage.answerNone': 'No block was made since this node started.',
  'lanesPage.note': 'Measured on this node: others take other times and come to the same state.',
  'lanesPage.scope': 'What is shown',
  'lanesPage.scopeWindow': '{blocks, plural, one {# block} other {# blocks}}',
  'lanesPage.scopeNewest': 'The newest',
  'lanesPage.scopeBlock': 'Block {height}',
  'lanesPage.strip': 'Block by block',
  'lanesPage.stripNote':
    'Each column is a block, the newest on the right; its height is the time it took, its colours are the phases. Choose one to look into it.',
  'lanesPage.stripCaption': 'The newest blocks and the time that they took',
  'lanesPage.stripScale': 'The top is {top} ms.',
  'lanesPage.stripCut':
    'The top is {top} ms; {cut, plural, one {one block} other {# blocks}} took longer and {cut, plural, one {is} other {are}} cut there.',
  'lanesPage.bar': 'Block {height}: {count, plural, one {# transaction} other {# transactions}}, {total} ms',
  'lanesPage.asTable': 'Show as table',
  'lanesPage.asColumns': 'Show as columns',
  'lanesPage.facts': 'Who waited for whom',
  'lanesPage.factGroups':
    '{count, plural, =0 {No transaction was executed.} one {One transaction was executed, in a group of its own.} other {# transactions formed {groups, plural, one {one group} other {# groups}}; different groups run side by side.}}',
  'lanesPage.factJoined':
    '{joined, plural, =0 {No transaction had to wait for another: no two needed the same cell.} other {# transactions had to wait for each other because they need the same {conflicts, plural, one {cell} other {# cells}}.}}',
  'lanesPage.factDraws':
    '{count, plural, =0 {Every cell covered all that was drawn from it, so that draws could run side by side.} one {One cell could not cover all that was drawn from it, so its draws were served in the order of the block.} other {# cells could not cover all that was drawn from them, so their draws were served in the order of the block.}}',
  'lanesPage.factMoved':
    '{count, plural, =0 {Every transaction ran on the worker that had checked its signature.} one {One transaction ran on another worker than the one that had checked its signature.} other {# transactions ran on another worker than the one that had checked their signature.}}',
  'lanesPage.factCross':
    '{count, plural, =0 {Every worker wrote into its own lanes only.} one {One change went to a lane of another worker, who wrote it.} other {# changes went to lanes of other workers, who wrote them.}}',
  'lanesPage.factLanes':
    '{count, plural, =0 {No lane changed its owner.} one {One lane was given to another worker, so that the load is even.} other {# lanes were given to other workers, so that the load is even.}}',
  'lanesPage.factWaited':
    'Workers were at work {share} of the time; for the rest they waited for the slowest.',
  'lanesPage.factRetries':
    'A worker was lost, and its block was run again {count, plural, one {once} other {# times}}; the result is the same.',
  'lanesPage.factFaults':
    'A rule failed unforeseen in {count, plural, one {one transaction} other {# transactions}}, which had no effect.',
  'lanesPage.grid': 'Lanes of block {height}',
  'lanesPage.gridWindow': 'Lanes of the newest blocks',
  'lanesPage.gridNote':
    'Each square is one of 256 parts of the state. Stronger colour means more cells written; the foot has the colour of the worker that owns the lane.',
  'lanesPage.workers': 'Worker by worker',
  'lanesPage.workersNote':
    'Work is dealt out by weight, so that all end together; who ends early waits for the slowest.',
  'lanesPage.workersCaption': 'What each worker did',
  'lanesPage.share': 'Share',
  'lanesPage.executed': 'Transactions',
  'lanesPage.moved': 'Moved here',
  'lanesPage.busy': 'At work, ms',
  'lanesPage.waited': 'Waited, ms',
  'lanesPage.gantt': 'The block, phase by phase',
  'lanesPage.ganttNote':
    'All workers go through a phase together; grouping and roots are the coordinator’s. A gap in a worker’s row is waiting.',
  'lanesPage.phases': 'Phase by phase',
  'lanesPage.phasesNote':
    'Half of the blocks took the median or less, and 99 of 100 took the p99 or less; empty blocks are left out.',
  'lanesPage.phasesCaption': 'How long the phases of a block take, in milliseconds',
  'lanesPage.phase': 'Phase',
  'lanesPage.median': 'Median, ms',
  'lanesPage.p99': 'p99, ms',
  'lanesPage.whole': 'Whole block',
  'lanesPage.allWorkers': 'Together',
  'lanesPage.recentCaption': 'Execution of the newest blocks',
  'lanesPage.groups': 'Groups',
  'lanesPage.joined': 'Met in a cell',
  'lanesPage.total': 'Milliseconds',
  'lanesPage.show': 'Show block {height}',
  'lanesPage.shown': 'Shown',
  'lanesPage.empty':
    'Reports of execution stand here from the first block on that this node makes after its start.',
  'lanesPage.cells': 'Cells written',

  'lanes.caption': 'The 256 lanes',
  'lanes.colourBy': 'Colour by',
  'lanes.load': 'Load',
  'lanes.worker': 'Worker',
  'lanes.lane': 'Lane',
  'lanes.owners': 'Owners of the lanes',
  'lanes.owned': 'owns {count, plural, one {# lane} other {# lanes}}',
  'lanes.asTable': 'Show as table',
  'lanes.asSquares': 'Show as squares',
  'lanes.square':
    'Lane {lane}: {load, plural, one {# cell written} other {# cells written}}, owned by worker {worker}',

  'gantt.worker': 'Worker {worker}',
  'gantt.group': 'Group',
  'gantt.execute': 'Execute',
  'gantt.commit': 'Write home',
  'gantt.roots': 'Roots',
  'gantt.span': '{phase} from {start} to {end} milliseconds',
  'gantt.waited': 'Workers waited {waited} ms of {total} ms together.',
} as const;
