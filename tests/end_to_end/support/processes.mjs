// Starts programs on ports of the kernel's choice, in folders of their own, and ends them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const START_MS_MAX = 60_000;
const LOG_CHARACTERS_MAX = 100_000;

/** Polls until `probe` gives something truthy, and gives that; fails with `what` when it takes too long. */
export async function eventually(what, probe, msMax = START_MS_MAX) {
  const deadline = Date.now() + msMax;
  for (;;) {
    const result = await probe();
    if (result) return result;
    if (Date.now() > deadline) throw new Error(`waited ${msMax} ms in vain: ${what}`);
    await pause(20);
  }
}

/** The TCP port on which a process listens, from the kernel, so that no log format matters; undefined when none yet. */
function listeningPort(pid) {
  const inodes = new Set();
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    try {
      const socket = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`));
      if (socket) inodes.add(socket[1]);
    } catch {
      // Closed since the folder was read.
    }
  }
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readFileSync(table, 'utf8').split('\n').slice(1)) {
      const fields = line.trim().split(/\s+/);
      const [local, state, inode] = [fields[1], fields[3], fields[9]];
      if (state === '0A' && inodes.has(inode)) return Number.parseInt(local.split(':').at(-1), 16);
    }
  }
  return undefined;
}

export class Program {
  #child;
  #ended;
  log = '';

  constructor(binary, args, env) {
    // Its environment is only what is given: no key or proxy of the machine gets in. It ends with this process, too.
    this.#child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', binary, ...args], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#ended = once(this.#child, 'close');
    for (const output of [this.#child.stdout, this.#child.stderr]) {
      output.setEncoding('utf8').on('data', (text) => {
        this.log = (this.log + text).slice(-LOG_CHARACTERS_MAX);
      });
    }
  }

  #running() {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async port() {
    return eventually('a listening port', () => {
      if (!this.#running()) throw new Error(`ended at its start:\n${this.log}`);
      return listeningPort(this.#child.pid);
    });
  }

  /** Ends it without a warning. */
  async kill() {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Asks it to end; gives the exit code. */
  async stop() {
    if (this.#running()) this.#child.kill('SIGTERM');
    const [code] = await this.#ended;
    return code;
  }
}
