import { layoutTable } from '../../../cli/table.js';
import { networkFolder, readNetwork } from '../network-file.js';
import type { Surroundings } from '../surroundings.js';
import { NOT_ASKED, type Standing, standingOfAll } from '../validator-standing.js';

/** An end that is nearer than this is told of, in seconds. */
const SOON_SECONDS = 30 * 86_400;

/** Shows how every validator stands; exit code 1 when one is away, or they do not agree. */
export async function status(name: string, { folder, json, say }: Surroundings): Promise<void> {
  const home = networkFolder(folder, name);
  const network = readNetwork(home);
  const standings = await standingOfAll(network, home);
  const problems = problemsOf(standings, Math.floor(Date.now() / 1000));
  if (problems.some((one) => one.grave)) process.exitCode = 1;
  const sentences = problems.map((one) => one.sentence);
  if (json) return console.log(JSON.stringify({ network: name, validators: standings, problems: sentences }, null, 2));
  const rows = standings.map((one) => [
    one.name,
    stateOf(one),
    String(one.height ?? ''),
    one.hash?.slice(0, 12) ?? '',
    one.finalized === undefined ? '' : one.finalized === one.height ? 'final' : `final to ${one.finalized}`,
    String(one.peers ?? ''),
    typeof one.endTime === 'number' ? new Date(one.endTime * 1000).toISOString().slice(0, 10) : '',
    one.problem ?? one.url ?? '',
  ]);
  say(layoutTable(['validator', 'state', 'block>', 'hash', 'finality', 'peers>', 'validates until', 'where'], rows));
  for (const sentence of sentences) say(sentence);
}

/** What a node says that runs, and does not run the ledger's chain yet. */
const STARTING = /status 404/;

function stateOf({ healthy, problem }: Standing): string {
  if (problem === NOT_ASKED) return 'unknown';
  if (problem !== undefined && STARTING.test(problem)) return 'starting';
  if (problem !== undefined) return 'away';
  return healthy ? 'healthy' : 'not healthy';
}

function problemsOf(standings: readonly Standing[], now: number): { grave: boolean; sentence: string }[] {
  const there = standings.filter((one) => one.problem === undefined);
  const away = standings.filter((one) => ['away', 'starting'].includes(stateOf(one))).length;
  const bearable = Math.floor((standings.length - 1) / 3);
  const found: { grave: boolean; sentence: string }[] = [];
  if (away > bearable) {
    found.push({
      grave: true,
      sentence: `${away} of ${standings.length} validators are away: the chain stands still until ${away - bearable} of them ${away - bearable === 1 ? 'is' : 'are'} back`,
    });
  } else if (away > 0) {
    found.push({
      grave: true,
      sentence: `${away} of ${standings.length} validators ${away === 1 ? 'is' : 'are'} away: the chain goes on, and bears ${bearable - away} more`,
    });
  }
  for (const one of standings) {
    const state = stateOf(one);
    if (state === 'starting')
      found.push({ grave: true, sentence: `${one.name} is starting: it waits until it hears enough others` });
    if (state === 'not healthy')
      found.push({ grave: true, sentence: `${one.name} is not healthy: just after a start that passes, else it misses others` });
  }
  // Heads may be a block apart while they are asked: only two hashes at one height are two histories.
  for (const one of there) {
    const other = there.find((two) => two.height === one.height && two.hash !== one.hash);
    if (other !== undefined)
      found.push({ grave: true, sentence: `${one.name} and ${other.name} have different blocks at height ${one.height}` });
  }
  for (const one of standings) {
    if (one.endTime === null) {
      found.push({ grave: true, sentence: `${one.name} does not validate: 'genba network add-validator' admits it again` });
    } else if (one.endTime !== undefined && one.endTime - now < SOON_SECONDS) {
      const days = Math.floor((one.endTime - now) / 86_400);
      found.push({ grave: false, sentence: `${one.name} ceases to validate in ${days} days: be ready to admit it again then` });
    }
  }
  return found;
}
