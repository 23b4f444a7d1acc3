// What the model is asked, in sizes that the experiment prescribes: a token of the simulated model is four characters.
const CHARACTERS = 4;

// `head` is the same in all calls of a stage, so that it may be cached; `text` is the room for what differs (none: as long as it is).
const STAGES = {
  answer: { head: 120, text: 13, task: 'Answer the question in plain sentences.' },
  claims: {
    head: 577,
    task: 'List each claim of the text as a JSON array of strings.',
    directive: '@simulate claims tokens=20',
    quoted: true,
  },
  queries: {
    head: 302,
    text: 14,
    task: 'Write two search queries, as a JSON array, that would find evidence for or against the claim.',
    directive: '@simulate queries count=2 tokens=28',
  },
  verdict: {
    head: 150,
    text: 600,
    task: 'Say whether the evidence supports the claim, as a JSON object.',
    directive: '@simulate verdict median=64 sigma=0.25',
  },
};

// Messages for a stage. Quotation marks count to the head.
export function prompt(stage, text) {
  const { head, text: room, task, directive, quoted } = STAGES[stage];
  const [open, close] = quoted ? ['<<<', '>>>'] : ['', ''];
  const user = room === undefined ? text : fitted(text, room * CHARACTERS);
  return [
    { role: 'system', content: instructions(task, directive, head * CHARACTERS - open.length - close.length) },
    { role: 'user', content: open + user + close },
  ];
}

// A question that no other has: the line that tells the simulated model how long its answer is, behind a number.
export function question({ id, tokens, sentences, claims }) {
  const directive = `\n@simulate answer tokens=${tokens} sentences=${sentences} claims=${claims}`;
  const room = STAGES.answer.text * CHARACTERS - directive.length;
  return id.toString(36).slice(-room).padStart(room) + directive;
}

function instructions(task, directive, length) {
  const last = directive === undefined ? '' : `\n${directive}`;
  return fitted(task, length - last.length) + last;
}

function fitted(text, length) {
  return text.slice(0, length).padEnd(length, ' so it goes');
}
