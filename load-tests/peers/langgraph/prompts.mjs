// What the model is asked, in sizes that the experiment prescribes, word for word as Millrace asks it (`Prompts`, `Pipelines`).
// A token of the simulated model is four characters.
const CHARACTERS = 4;
const FILLER = ' so it goes';

const QUESTION = 80;
const QUOTES = '<<<>>>'.length;
const CLAIM = 77;
const EVIDENCE = 290 * CHARACTERS;

// `tokens` are those of the whole prompt, `own` the characters of it that the user's message has (`claims`: beside its text).
// The rest is the same in all calls of the stage, so that it may be cached. Where `own` is longer than the experiment has it, the
// rest is as much shorter, and not by a block.
const STAGES = {
  answer: { tokens: 120 + 13, own: QUESTION, task: 'Answer in plain sentences.' },
  claims: {
    tokens: 577,
    own: QUOTES,
    task: 'List each claim as a JSON array of strings.',
    directive: '@simulate claims tokens=20',
    quoted: true,
  },
  queries: {
    tokens: 302 + 14,
    own: CLAIM,
    task: 'Write two search queries.',
    directive: '@simulate queries count=2 tokens=28',
  },
  verdict: {
    tokens: 150 + 600,
    own: CLAIM + 1 + 2 * EVIDENCE,
    task: 'Does the evidence support the claim?',
    directive: '@simulate verdict median=64 sigma=0.25',
  },
};

// Messages for a stage.
export function prompt(stage, text) {
  const { tokens, own, task, directive, quoted } = STAGES[stage];
  return [
    { role: 'system', content: instructions(task, directive, tokens * CHARACTERS - own) },
    { role: 'user', content: quoted ? `<<<${text}>>>` : text },
  ];
}

// A question that no other has: a number, then the line that tells the simulated model how long its answer is.
export function question({ id, tokens, sentences, claims }) {
  const directive = `\n@simulate answer tokens=${tokens} sentences=${sentences} claims=${claims}`;
  return fitted(String(id), QUESTION - directive.length) + directive;
}

// A claim and what was found on it.
export function finding(claim, evidence) {
  return `${claim}\n${evidence.join('')}`;
}

function instructions(task, directive, length) {
  const last = directive === undefined ? '' : `\n${directive}`;
  return fitted(task, length - last.length) + last;
}

function fitted(text, length) {
  if (text.length > length) throw new Error(`'${text}' is longer than ${length} characters`);
  return text.padEnd(length, FILLER);
}
