import { decodeRlp, encodeRlp, getBytes, keccak256, type RlpStructuredDataish, toBeHex } from 'ethers';
import { rlpNumber } from './rlp-number.js';

/**
 * Merkle Patricia trie, as Ethereum orders receipts by it (Yellow Paper, appendix D): built here to prove one of its values, and checked from
 * the root down when a proof is read.
 */

type Nibbles = readonly number[];
/** A node: its encoding's parts, or nothing. */
type Node = RlpStructuredDataish[];

interface Item {
  path: Nibbles;
  value: string;
}

const NOTHING = '0x';
const BRANCHES = 16;
/** An encoding that is shorter than a hash stands in its parent itself. */
const HASH_BYTES = 32;

/** One value with the nodes that lead to it. */
export interface TrieProof {
  root: string;
  /** Encoded nodes from the root on; hex. */
  nodes: string[];
}

/**
 * Proves one value of a trie.
 *
 * @param entries - All keys and values, hex; no key twice.
 * @param key - Whose value.
 */
export function proveInTrie(entries: readonly { key: string; value: string }[], key: string): TrieProof {
  const root = build(entries.map((one) => ({ path: nibblesOf(one.key), value: one.value })));
  const nodes: string[] = [];
  let rest: Nibbles = nibblesOf(key);
  for (let tree: Tree | undefined = root; tree !== undefined; ) {
    const encoded = encodeRlp(tree.node);
    if (nodes.length === 0 || byteLength(encoded) >= HASH_BYTES) nodes.push(encoded);
    const step = follow(tree.node, rest);
    rest = step.rest;
    tree = step.child === undefined ? undefined : tree.below[step.slot];
  }
  return { root: keccak256(encodeRlp(root.node)), nodes };
}

/**
 * Reads a value out of a proof.
 *
 * @param root - Hash that the nodes must lead from.
 * @param key - Whose value, hex.
 * @returns The value, hex; undefined when the nodes do not prove one, or more of them are given than are needed.
 */
export function valueInTrie(root: string, key: string, nodes: readonly string[]): string | undefined {
  let rest: Nibbles = nibblesOf(key);
  let wanted: RlpStructuredDataish = root;
  let used = 0;
  for (;;) {
    let node: Node;
    if (Array.isArray(wanted)) node = wanted;
    else {
      const encoded = nodes[used];
      if (encoded === undefined || keccak256(encoded) !== wanted) return undefined;
      used++;
      const decoded = decodeRlp(encoded);
      if (!Array.isArray(decoded)) return undefined;
      node = decoded;
    }
    const step = follow(node, rest);
    rest = step.rest;
    if (step.value !== undefined) return used === nodes.length ? step.value : undefined;
    if (step.child === undefined) return undefined;
    wanted = step.child;
  }
}

/** A node, and by its places the trees that it refers to, for it holds only their hashes. */
interface Tree {
  node: Node;
  below: (Tree | undefined)[];
}

function build(items: readonly Item[]): Tree {
  const [first, ...others] = items;
  if (first === undefined) return { node: [], below: [] };
  if (others.length === 0) return { node: [compact(first.path, true), first.value], below: [] };
  const shared = sharedLength(items);
  if (shared > 0) {
    const child = build(items.map(({ path, value }) => ({ path: path.slice(shared), value })));
    return { node: [compact(first.path.slice(0, shared), false), refer(child)], below: [undefined, child] };
  }
  const below = Array.from({ length: BRANCHES }, (_, nibble) => {
    const under = items.filter(({ path }) => path[0] === nibble).map(({ path, value }) => ({ path: path.slice(1), value }));
    return under.length === 0 ? undefined : build(under);
  });
  const own = items.find(({ path }) => path.length === 0)?.value ?? NOTHING;
  return { node: [...below.map((child) => (child === undefined ? NOTHING : refer(child))), own], below };
}

function refer({ node }: Tree): RlpStructuredDataish {
  const encoded = encodeRlp(node);
  return byteLength(encoded) < HASH_BYTES ? node : keccak256(encoded);
}

/** One step down a path. */
interface Step {
  rest: Nibbles;
  /** The place in the node where it goes on. */
  slot: number;
  child?: RlpStructuredDataish;
  value?: string;
}

function follow(node: Node, path: Nibbles): Step {
  const ends: Step = { rest: path, slot: 0 };
  if (node.length === BRANCHES + 1) {
    const [nibble] = path;
    if (nibble === undefined) return node[BRANCHES] === NOTHING ? ends : { ...ends, value: node[BRANCHES] as string };
    const child = node[nibble] as RlpStructuredDataish;
    return child === NOTHING ? ends : { rest: path.slice(1), slot: nibble, child };
  }
  if (node.length !== 2 || typeof node[0] !== 'string') return ends;
  const { isLeaf, path: own } = expand(node[0]);
  if (own.some((nibble, i) => path[i] !== nibble)) return ends;
  const rest = path.slice(own.length);
  if (!isLeaf) return { rest, slot: 1, child: node[1] as RlpStructuredDataish };
  return rest.length > 0 || typeof node[1] !== 'string' ? ends : { rest, slot: 1, value: node[1] };
}

function sharedLength(items: readonly Item[]): number {
  const [first] = items as [Item];
  const differs = first.path.findIndex((nibble, i) => items.some(({ path }) => path[i] !== nibble));
  return differs < 0 ? first.path.length : differs;
}

function nibblesOf(hex: string): number[] {
  return [...hex.slice(2)].map((digit) => Number.parseInt(digit, 16));
}

/** Hex-prefix encoding: whether it is a leaf's, and whether the number of nibbles is odd, stand in front. */
function compact(path: Nibbles, isLeaf: boolean): string {
  const flag = (isLeaf ? 2 : 0) + (path.length % 2);
  const padded = path.length % 2 === 1 ? [flag, ...path] : [flag, 0, ...path];
  return `0x${padded.map((nibble) => nibble.toString(16)).join('')}`;
}

function expand(encoded: string): { isLeaf: boolean; path: Nibbles } {
  const [flag = 0, ...rest] = nibblesOf(encoded);
  return { isLeaf: flag >= 2, path: flag % 2 === 1 ? rest : rest.slice(1) };
}

function byteLength(hex: string): number {
  return getBytes(hex).length;
}

/** Where a receipt stands in the trie of its block: its transaction's index, encoded. */
export function receiptKey(index: number): string {
  return encodeRlp(rlpNumber(toBeHex(index)));
}
