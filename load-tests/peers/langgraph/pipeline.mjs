// The headline workflow as a LangGraph application: answer, claims, then a subgraph for each claim (queries, searches, verdict).
import { END, ReducedValue, Send, START, StateGraph, StateSchema } from '@langchain/langgraph';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';
import { finding, prompt, question } from './prompts.mjs';

const Verdict = z.object({ verdict: z.string() }).loose();

// What parallel branches write is appended, in the order in which they were sent.
const appended = (item) =>
  new ReducedValue(z.array(item).default(() => []), { reducer: (left, right) => left.concat(right) });

const verdicts = appended(Verdict);

const State = new StateSchema({
  question: z.string(),
  answer: z.string(),
  claims: z.array(z.string()),
  verdicts,
  annotated: z.object({ answer: z.string(), claims: z.array(z.object({ claim: z.string(), verdict: z.string() })) }),
});

const ClaimState = new StateSchema({
  claim: z.string(),
  queries: z.array(z.string()),
  evidence: appended(z.string()),
  verdicts,
});

const ClaimOutput = new StateSchema({ verdicts });

export class Pipeline {
  #model;
  #searchUrl;
  #graph;

  // baseUrl: where /v1/chat/completions and /search are
  constructor(baseUrl) {
    this.#searchUrl = `${baseUrl}/search`;
    this.#model = new ChatOpenAI({
      model: 'simulated',
      apiKey: 'none',
      // A call that fails fails its request, so that the report shows it. Calls at once: no limit, the default.
      maxRetries: 0,
      configuration: { baseURL: `${baseUrl}/v1` },
    });
    this.#graph = this.#workflow();
  }

  // Runs one request; resolves with the annotated answer. onFirstVerdict is told once, as soon as any claim has its verdict.
  async run(request, onFirstVerdict) {
    const stream = await this.#graph.stream(
      { question: question(request) },
      { streamMode: ['messages', 'updates'], subgraphs: true },
    );
    let verdicts = 0;
    let annotated;
    for await (const [, mode, chunk] of stream) {
      if (mode !== 'updates') continue;
      if (chunk.verify) {
        if (verdicts === 0) onFirstVerdict();
        verdicts += 1;
      } else if (chunk.collect) {
        annotated = chunk.collect.annotated;
      }
    }
    if (annotated?.claims.length !== request.claims || verdicts !== request.claims) {
      throw new Error(`${annotated?.claims.length} claims and ${verdicts} verdicts where there are ${request.claims}`);
    }
    return annotated;
  }

  #workflow() {
    const checkClaim = new StateGraph({ state: ClaimState, output: ClaimOutput })
      .addNode('writeQueries', async ({ claim }) => ({ queries: JSON.parse(await this.#ask('queries', claim)) }))
      .addNode('search', async ({ query }) => ({ evidence: [await this.#search(query)] }))
      .addNode('verify', async ({ claim, evidence }) => ({
        verdicts: [JSON.parse(await this.#ask('verdict', finding(claim, evidence)))],
      }))
      .addEdge(START, 'writeQueries')
      .addConditionalEdges('writeQueries', ({ queries }) => queries.map((query) => new Send('search', { query })), [
        'search',
      ])
      .addEdge('search', 'verify')
      .addEdge('verify', END)
      .compile();
    return new StateGraph(State)
      .addNode('writeAnswer', async (state) => ({ answer: await this.#ask('answer', state.question) }))
      .addNode('extractClaims', async ({ answer }) => ({ claims: JSON.parse(await this.#ask('claims', answer)) }))
      .addNode('checkClaim', checkClaim)
      .addNode('collect', ({ answer, claims, verdicts }) => ({
        annotated: { answer, claims: claims.map((claim, i) => ({ claim, verdict: verdicts[i].verdict })) },
      }))
      .addEdge(START, 'writeAnswer')
      .addEdge('writeAnswer', 'extractClaims')
      .addConditionalEdges('extractClaims', ({ claims }) => claims.map((claim) => new Send('checkClaim', { claim })), [
        'checkClaim',
      ])
      .addEdge('checkClaim', 'collect')
      .addEdge('collect', END)
      .compile();
  }

  // LangGraph streams the tokens of a call that is invoked within a node.
  async #ask(stage, text) {
    const message = await this.#model.invoke(prompt(stage, text));
    return message.content;
  }

  async #search(query) {
    const response = await fetch(this.#searchUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    if (!response.ok) throw new Error(`search answered ${response.status}`);
    const { text } = await response.json();
    return text;
  }
}
