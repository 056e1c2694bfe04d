// A geminid with the simulator behind it, as the tests use it. Each suite adds its client.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, Program } from './processes.mjs';

export { eventually };

/** The user key that geminid knows from its start. */
export const USER_KEY = 'sk-end-to-end-0123456789abcdef';
export const ADMIN_TOKEN = 'end-to-end-admin-token-0123456789';

/** Key number `n` as the simulator and geminid know it. */
export const geminiKey = (n) => `AIzaEndToEndTestKey-${String(n).padStart(19, '0')}`;

async function json(url, { method = 'GET', body, headers = {} } = {}) {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

export class Gateway {
  #simulator;
  #geminid;
  #folder;
  #simulatorUrl;
  #environment;
  url;

  /**
   * `keys`: how many Gemini keys there are, each of its own project. `recordRequests`: how many requests `sentUpstream`
   * remembers. `paid`: the projects have the models that the free tier lacks. `environment`: more variables for geminid.
   */
  static async start({ keys = 3, recordRequests = 0, paid = false, environment = {} } = {}) {
    for (const name of ['GEMINID_BIN', 'GEMINI_SIM_BIN']) {
      if (!process.env[name]) throw new Error(`${name} must name the program to test`);
    }
    const gateway = new this();
    gateway.#environment = environment;
    try {
      await gateway.#start(
        Array.from({ length: keys }, (_, n) => geminiKey(n)),
        recordRequests,
        paid,
      );
    } catch (error) {
      await gateway.stop();
      throw error;
    }
    return gateway;
  }

  async #start(keys, recordRequests, paid) {
    this.#folder = await mkdtemp(join(tmpdir(), 'geminid-end-to-end-'));
    this.#simulator = new Program(process.env.GEMINI_SIM_BIN, ['--port', '0', '--keys', keys.join(','), '--record-requests', String(recordRequests)], {});
    this.#simulatorUrl = `http://127.0.0.1:${await this.#simulator.port()}`;
    if (paid) await json(`${this.#simulatorUrl}/_sim/keys`, { method: 'PUT', body: { keys, default_project: { tier: 'paid' } } });
    await this.#startGeminid({ GEMINI_API_KEYS: keys.join(','), GEMINID_USER_KEYS: USER_KEY });
    await eventually('a ready geminid', async () => (await fetch(`${this.url}/health/ready`)).ok);
  }

  async #startGeminid(environment, port = '0') {
    this.#geminid = new Program(process.env.GEMINID_BIN, ['--host', '127.0.0.1', '--port', port], {
      GEMINI_BASE_URL: this.#simulatorUrl,
      GEMINID_DATA_DIR: join(this.#folder, 'data'),
      GEMINID_ADMIN_TOKEN: ADMIN_TOKEN,
      ...this.#environment,
      ...environment,
    });
    this.url = `http://127.0.0.1:${await this.#geminid.port()}`;
    await eventually('a healthy geminid', async () => (await fetch(`${this.url}/health`)).ok);
  }

  /** kill -9, then a new start from what is on disk, without keys in the environment. */
  async crashAndRestart() {
    await this.#geminid.kill();
    await this.#startGeminid({});
  }

  /** kill -9. */
  async takeDown() {
    await this.#geminid.kill();
  }

  /** A new start after `takeDown`, at the same address. */
  async bringUp() {
    await this.#startGeminid({}, new URL(this.url).port);
  }

  get simulatorUrl() {
    return this.#simulatorUrl;
  }

  /** What geminid wrote to its log since it started. */
  get log() {
    return this.#geminid.log;
  }

  admin(method, path, body) {
    return json(`${this.url}/admin/api/${path}`, { method, body, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  }

  /** What shall go wrong upstream: members as in tools/gemini_sim/faults.hpp. */
  addFault(fault) {
    return json(`${this.#simulatorUrl}/_sim/faults`, { method: 'POST', body: fault });
  }

  clearFaults() {
    return json(`${this.#simulatorUrl}/_sim/faults`, { method: 'DELETE' });
  }

  /**
   * The next request is answered with this, whatever it asks: a GenerateContentResponse, or a list of them as the events of
   * a stream.
   */
  answerNext(answer) {
    const content = Array.isArray(answer)
      ? answer.map((event) => `data: ${JSON.stringify(event)}\r\n\r\n`).join('')
      : JSON.stringify(answer);
    const type = Array.isArray(answer) ? 'text/event-stream' : 'application/json; charset=UTF-8';
    return this.addFault({ kind: 'status', body: 'custom', status: 200, content, content_type: type });
  }

  /** What the simulator has seen: `{"requests":[{"key","model","method","status","count"}],"active","aborted",…}`. */
  upstreamStats() {
    return json(`${this.#simulatorUrl}/_sim/stats`);
  }

  /** The generate requests that the simulator has seen, oldest first: `[{"key","model","body"}]`. */
  async sentUpstream() {
    const { requests } = await json(`${this.#simulatorUrl}/_sim/requests`);
    return requests
      .filter(({ target }) => target.includes('enerateContent'))
      .map(({ key, target, body }) => ({ key, model: /models\/([^:]+):/.exec(target)[1], body: JSON.parse(body) }));
  }

  /** From here on `sentUpstream` and `upstreamStats` begin anew. */
  forgetSent() {
    return json(`${this.#simulatorUrl}/_sim/stats`, { method: 'DELETE' });
  }

  /** What Prometheus would get. */
  async metrics() {
    const answer = await fetch(`${this.url}/metrics`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    if (!answer.ok) throw new Error(`/metrics: ${answer.status}`);
    return answer.text();
  }

  /** Ends both. */
  async stop() {
    await this.#geminid?.stop();
    await this.#simulator?.stop();
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }
}
