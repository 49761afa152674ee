/** What went wrong: a sentence that says what to do, and the HTTP status that fits. `{name}` stands for a detail. */
interface Problem {
  sentence: string;
  status: number;
}

/** The one registry of what our code refuses, by code. Refusals of the contracts are in `contract-errors.ts`. */
export const PROBLEMS = {
  BAD_AMOUNT: {
    sentence:
      "'{text}' is no amount of the settlement token; write it in whole tokens like 1250 or 1,250, and decimals after a point only as far as the token has them.",
    status: 400,
  },
  BAD_PERCENT: { sentence: "'{text}' is no part of a whole; write it like 20 or 12.5%.", status: 400 },
  BAD_PERIOD: { sentence: "'{text}' is no period; write a whole number and s, m, h, d or w, like 30d.", status: 400 },
  BAD_ARGUMENT: { sentence: '{argument}: {problem}', status: 400 },
  USAGE: { sentence: "{problem} (try '{help}')", status: 400 },
  CONFIG_LINE: { sentence: 'Line {line} of {file} is not usable: {problem}.', status: 400 },
  CONFIRMATION_MISSING: {
    sentence: "{what}. This can't be taken back: say --yes, or run it at a terminal and confirm.",
    status: 400,
  },
  BAD_UNITS: {
    sentence:
      'The offer sells {offered} units at a time (0: it does not count them); {units} is no multiple. Name them with --units.',
    status: 400,
  },
  BAD_LEGAL_NAME: {
    sentence: 'The legal name takes {bytes} bytes of UTF-8; write it as the register has it, in 1 to {maximum}.',
    status: 400,
  },
  BAD_SCHEME: {
    sentence:
      "'{scheme}' is no scheme of register numbers; take one of {known}, or name another register in 1 to 32 characters out of A-Z 0-9 . - _.",
    status: 400,
  },
  BAD_IDENTIFIER: {
    sentence: "'{identifier}' is no number of the scheme {scheme}: {problem}. Compare it with the entry in the register.",
    status: 400,
  },
  IDENTIFIER_SPELLING: {
    sentence:
      "'{written}' is signed, but one company is to have one spelling: '{right}'. Let the company make its request anew with 'genba member request'.",
    status: 400,
  },
  BAD_QUERY: { sentence: 'The request is not understood: {problem}', status: 400 },
  BAD_CONFIG: { sentence: 'The setting {setting} is not usable: {problem}', status: 500 },
  NOT_FOUND: { sentence: 'There is no {what} {id}.', status: 404 },
  AS_OF_AHEAD: {
    sentence: 'Block {asked} is not there yet: the index is at block {block}. Ask again when it has got there.',
    status: 409,
  },
  ROUTE_UNKNOWN: { sentence: 'There is nothing at {path}; GET / lists what there is.', status: 404 },
  METHOD_NOT_ALLOWED: {
    sentence: '{path} is only read; use GET. Members write with their own key, straight to the chain.',
    status: 405,
  },
  METHOD_UNKNOWN: { sentence: '{path} takes {allowed} only.', status: 405 },
  DERIVE_IMPOSSIBLE: {
    sentence: 'A right to derive from version {versionId} could not be used: {problem}. Nothing was bought.',
    status: 422,
  },
  ROOM_LACKING: {
    sentence:
      'The royalties owed ({royaltiesBps} basis points in {royalties} entries) leave no room for {originators} originators of at least 1 basis point in 128 entries.',
    status: 422,
  },
  FILE_UNREADABLE: { sentence: "The file '{file}' can't be read: {problem}.", status: 400 },
  FILE_EXISTS: { sentence: "There is a file '{file}' already; take another name, or replace it with --force.", status: 409 },
  FILE_UNWRITABLE: { sentence: "The file '{file}' can't be written: {problem}.", status: 400 },
  FILE_DIFFERS: { sentence: '{file} is not version {versionId}: {difference}', status: 409 },
  FILE_CHANGED: { sentence: "'{file}' changed while it was read; run again when nothing writes there.", status: 409 },
  BAD_FILE_NAME: { sentence: "The file name '{name}' {problem}; rename the file.", status: 400 },
  FOLDER_EMPTY: { sentence: "There is no file in '{folder}', so there is nothing to commit to.", status: 400 },
  FOLDER_ENTRY_REFUSED: {
    sentence: "'{name}' is a {kind}; a folder's data are plain files. Replace it with its content, or move it out.",
    status: 400,
  },
  CONTENT_KIND_DIFFERS: {
    sentence: "Version {versionId} is a {registered}, but '{file}' is a {given}; name a {registered}.",
    status: 400,
  },
  FORMAT_UNKNOWN: {
    sentence: 'The root of version {versionId} was made in format {format}, which this program does not know; take a newer one.',
    status: 400,
  },
  BAD_CHUNK_LIST: { sentence: "The list of chunk hashes '{file}' is not usable: {problem}.", status: 400 },
  VERSION_EVENT_MISSING: {
    sentence: 'The node does not have the event that published version {versionId}; ask a node that keeps all blocks (--rpc).',
    status: 503,
  },
  BAD_METADATA: { sentence: 'The metadata is refused at {key}: {problem}.', status: 400 },
  METADATA_TOO_LARGE: { sentence: 'The metadata takes {bytes} bytes; at most {maximum} are taken.', status: 400 },
  CANCELLED: { sentence: 'Stopped before anything was sent.', status: 400 },
  KEY_UNKNOWN: {
    sentence: "There is no key '{name}' in {folder}; make one with 'genba key new {name}', or name another folder with --home.",
    status: 400,
  },
  KEY_EXISTS: { sentence: "There is a key '{name}' already; take another name.", status: 409 },
  KEY_REFUSED: { sentence: 'That is no key: {problem}.', status: 400 },
  KEY_OF_NOBODY: {
    sentence:
      "{key} is no member's key: ask for admission with 'genba member request', or have it added by your admin key ('genba key request').",
    status: 422,
  },
  REQUEST_OF_ANOTHER: {
    sentence: 'The file is for member {requested}, and your key acts for member {own}; nothing was sent.',
    status: 400,
  },
  NO_PAYOUT_ACCOUNT: {
    sentence:
      'Member {memberId} has no account to send to now: it is frozen, or its payout account is a revoked key. Name an address.',
    status: 422,
  },
  UNITS_NOT_COUNTED: { sentence: 'The uses of grant {grantId} are not counted, so there is nothing to sign for.', status: 400 },
  PRICE_ABOVE_MAXIMUM: {
    sentence: 'The offer costs {price}, above your maximum of {maximum}; nothing was signed.',
    status: 422,
  },
  NOT_ANNOUNCED: {
    sentence: '{caller} has announced no such act; name the same values as when it was announced.',
    status: 400,
  },
  PASSWORD_EMPTY: { sentence: 'An empty password protects nothing; choose one, or say --no-password in a trial.', status: 400 },
  PASSWORDS_DIFFER: { sentence: 'The two passwords differ, so nothing was written; run it again.', status: 400 },
  PASSWORD_MISSING: { sentence: 'A password is needed; set GENBA_PASSWORD, or run at a terminal.', status: 401 },
  KEY_LOCKED: { sentence: "The key '{name}' does not open: {problem}.", status: 401 },
  DEPLOYMENT_UNKNOWN: {
    sentence:
      "There is no deployment '{network}' at {file}; start the ledger (npm start), deploy to a network ('genba deploy --network {network}'), or name another.",
    status: 400,
  },
  DEPLOYMENT_STALE: {
    sentence: 'The chain at {rpcUrl} has no {contract} at {address}: the deployment is of another chain.',
    status: 409,
  },
  DEPLOYER_BUSY: {
    sentence:
      'The deployer {deployer} sent other transactions meanwhile, so datasets and grants do not find each other; run again with a key that does nothing else.',
    status: 409,
  },
  DEPLOYMENT_LOST: {
    sentence:
      'The embedded chain has {blocks} blocks, but nothing says where its contracts are. Put the file embedded.json of its deployment at {file}, or name another data folder with GENBA_DATA.',
    status: 409,
  },
  ENGINE_MISSING: {
    sentence:
      "There is no chain engine at {file}; build it with 'npm run network:engine' (its --help tells of binaries built elsewhere).",
    status: 500,
  },
  NETWORK_UNKNOWN: {
    sentence: "There is no network '{network}' on this machine ({file}); make one with 'genba network create {network}'.",
    status: 400,
  },
  NETWORK_EXISTS: {
    sentence: "There is a network '{network}' in {folder} already; take another name, or remove it first.",
    status: 409,
  },
  NETWORK_AWAY: {
    sentence: "No validator of '{network}' answers; start one ('genba network start {network}').",
    status: 503,
  },
  VALIDATOR_EXISTS: { sentence: 'There is a validator in {folder} already.', status: 409 },
  NO_OWN_VALIDATOR: {
    sentence: "No validator of '{network}' is on this machine ({folder}); make one with 'genba network identity {network}'.",
    status: 400,
  },
  NOT_A_VALIDATOR: {
    sentence:
      "{nodeId} is not in the file of '{network}': let whoever founded it admit it, and take the new file ('genba network join').",
    status: 409,
  },
  VALIDATOR_ENDED: { sentence: '{validator} ended before it {what}: {problem}. Its log is in {log}.', status: 500 },
  VALIDATOR_SLOW: {
    sentence:
      '{validator} runs, but it took longer than {seconds} s until it {what}: {problem}. It goes on by itself when enough validators are there; its log is in {log}.',
    status: 503,
  },
  OWNER_KEY_MISSING: {
    sentence: 'The key that decides who validates is not on this machine ({file}); ask whoever founded the network.',
    status: 400,
  },
  PLATFORM_REFUSED: { sentence: 'The platform chain refuses {act}: {problem}', status: 422 },
  CHAIN_UNREACHABLE: { sentence: 'No chain answers at {rpcUrl}; is the ledger running (npm start)?', status: 503 },
  CHAIN_OTHER: { sentence: 'The chain has id {actual}, the deployment says {expected}: wrong network.', status: 409 },
  GENESIS_OTHER: {
    sentence:
      'The chain at {rpcUrl} begins with block {actual}, the deployment says {expected}: it is another chain of the same id.',
    status: 409,
  },
  NODES_REFUSED: {
    sentence: "No node is of this ledger's chain: {problem}. Look at GENBA_RPC_URL and the deployment.",
    status: 409,
  },
  SENDER_REFUSED: {
    sentence:
      "The chain takes no transactions from this key: it is not on its list of senders. A member's key is let in within seconds of being bound, when its member is active; a service's key needs the office 'runner' ('genba consortium grant-role runner').",
    status: 403,
  },
  SENDERS_OUT_OF_STEP: {
    sentence:
      "The chain's list of senders is not in step with the ledger: {keys} keys wait for transaction {txHash} of {gatekeeper}. It is replaced by a dearer one; see that the validators make blocks.",
    status: 503,
  },
  NODES_UNWELL: {
    sentence:
      'Nodes say that they are not well ({nodes}): {said}. See how the validators stand, and start those that are away; while too many are, the chain makes no blocks.',
    status: 503,
  },
  CHAIN_STANDS_STILL: {
    sentence:
      'The chain makes no blocks: {waiting} transactions have waited for {seconds} s. See how the validators stand and start those that are away; what waits goes on by itself. The nodes say: {said}',
    status: 503,
  },
  NOT_MINED: {
    sentence:
      "Transaction {hash} is not mined after {seconds} s: {problem}. It may still be: see that the chain makes blocks, and look for it with 'genba event list --tx {hash}' before you send it again.",
    status: 503,
  },
  CHAIN_REFUSED: { sentence: 'The chain refused the transaction: {problem}', status: 422 },
  NODE_UNREACHABLE: {
    sentence:
      'The node at {rpcUrl} gives payouts no answer: {problem}. Start it, or name another with GENBA_RPC_URL; the next run goes on by itself.',
    status: 503,
  },
  RUNNER_UNFUNDED: {
    sentence:
      'The payout runner {address} holds {balance} wei and a transaction needs up to {needed}: send it gas money. The next run goes on by itself.',
    status: 503,
  },
  TRANSACTION_STUCK: {
    sentence:
      'Transaction {txHash} (nonce {nonce} of {address}) is not mined after {minutes} min: {problem}. See that the validators make blocks and what the node charges for gas; the next run sends it again, dearer where that helps.',
    status: 503,
  },
  RUNNER_KEY_SHARED: {
    sentence:
      "Something else sends transactions with the payout runner's key {address} (nonce {nonce}). Nothing is lost, but stop it; when nobody of yours does it, the key is stolen: move runner.key away and restart for a new one.",
    status: 503,
  },
  MEMBER_HELD_BACK: {
    sentence:
      "Member {id} is not paid its {amount} base units at {account}: {reason} ({failures} times in a row). It is tried again at {until}; nothing is lost. Clear it with the token's issuer, or let the member name another payout account.",
    status: 503,
  },
  TABLE_HELD_BACK: {
    sentence:
      'Table {id} is not distributed: {reason} ({failures} times in a row). It is tried again at {until}; others go on. Check that the service matches the contracts.',
    status: 503,
  },
  FEES_HELD_BACK: {
    sentence:
      'The fees, {amount} base units, are not paid to {account}: {reason} ({failures} times in a row). They are tried again at {until}; nothing is lost. Let the consortium check its payout account.',
    status: 503,
  },
  PROOF_REFUSED: { sentence: 'The proof does not hold: {problem}.', status: 422 },
  PROOF_IMPOSSIBLE: { sentence: 'Block {block} is not proven: {problem}.', status: 503 },
  TRUST_MISSING: {
    sentence:
      "There is no list of validators at {file}. Take it from whoever you trust, or write it with 'genba network trust'; the embedded ledger is one process and has no validators, so nothing on it is proven this way.",
    status: 400,
  },
  TRUST_UNSIGNED: {
    sentence: 'The list of validators is not vouched for by {by}: {problem}. Take it from whoever you trust.',
    status: 422,
  },
  API_UNREACHABLE: { sentence: 'No service answers at {apiUrl}; is it running (npm start)?', status: 503 },
  API_FAILED: { sentence: 'The service at {apiUrl} answered with status {status}.', status: 502 },
  TRANSFER_BROKEN: {
    sentence: 'The service at {apiUrl} broke off in the middle; what came is a part only. Take it again.',
    status: 502,
  },
  API_OTHER: {
    sentence:
      'The service at {apiUrl} answers {path} in another form than this version knows ({problem}); use the version that matches it.',
    status: 502,
  },
  SIGN_IN_NEEDED: {
    sentence: 'Only members read here; sign in with a key of yours (--key) and ask again.',
    status: 401,
  },
  SIGN_IN_REFUSED: { sentence: 'The sign-in does not count: {problem}.', status: 401 },
  READ_FORBIDDEN: { sentence: 'The key {key} may not read here: {problem}.', status: 403 },
  RATE_LIMITED: { sentence: 'Too many requests from this address; go on in {seconds} seconds.', status: 429 },
  MEMBER_SIGN_IN_NEEDED: {
    sentence: 'This is for members, each for itself; sign in with a key of yours (--key) and ask again.',
    status: 401,
  },
  MEMBER_KEY_NEEDED: { sentence: 'The key {key} acts for no member here: {problem}.', status: 403 },
  WEBHOOKS_OFF: {
    sentence: 'This service sends no webhooks; its operator turns them on by naming hosts in GENBA_WEBHOOK_HOSTS.',
    status: 403,
  },
  WEBHOOK_URL_REFUSED: { sentence: "This service sends nothing to '{url}': {problem}.", status: 422 },
  WEBHOOKS_TOO_MANY: { sentence: 'The member has {most} webhooks already, and no more are kept; remove one first.', status: 409 },
  WEBHOOK_REFUSED: { sentence: 'The message does not count: {problem}.', status: 401 },
  FILE_IS_WHOLE: { sentence: 'A file holds the whole list: leave out limit and after, or the format.', status: 409 },
  EXPORTS_BUSY: {
    sentence: '{most} files are being taken already, and there is room for no more at once; ask again when one is done.',
    status: 503,
  },
  EXPORT_BROKEN: { sentence: 'The file broke off: {problem}. Ask for it again.', status: 503 },
  EVENT_UNKNOWN: {
    sentence:
      'Block {block} holds a log of {address} with topic {topic} that this version does not know; the index stops there. Install the version of the service that matches the contracts.',
    status: 503,
  },
  LINK_BROKEN: {
    sentence:
      'Block {block} does not follow the indexed block: its parent is {actual}, {expected} was indexed. The index waits there; check that the node is on the right chain.',
    status: 503,
  },
  LOGS_WRONG: {
    sentence:
      'The node contradicts itself about the logs of block {block}: {problem}. The index waits there and asks again; when it stays so, ask another node.',
    status: 503,
  },
  INDEX_AHEAD: {
    sentence:
      'The index ends with block {block} ({expected}), which the node does not have ({actual} there). Wait until the node has caught up, or move the data folder away to rebuild the index.',
    status: 503,
  },
  INDEX_STUCK: { sentence: 'The index does not go on: {problem}', status: 503 },
  INDEX_OF_ANOTHER_CHAIN: {
    sentence:
      'The index in {store} is of another chain (its genesis block is {stored}, the node says {actual}). Point at the right node or take another data folder.',
    status: 503,
  },
  STORE_LOCKED: { sentence: 'Already in use by {holder}: {store}. Stop that first, or take another store.', status: 503 },
  STORE_UNREACHABLE: {
    sentence: 'The store ({store}) does not answer: {problem}. Start it, or look at DATABASE_URL.',
    status: 503,
  },
  STORE_NEWER: {
    sentence: 'The data in {store} was written by a newer version (migration {migration}); install that version.',
    status: 503,
  },
  STORE_OLDER: {
    sentence: 'The data in {store} is not up to date (migration {migration} is missing); start the service once, or rebuild it.',
    status: 503,
  },
  RECONCILIATION_FAILED: { sentence: 'Index and contracts differ: {differences}', status: 503 },
  DATA_UNWRITABLE: {
    sentence:
      "The folder '{folder}' can't be written: {problem}. Free space, mend its permissions, or name another with GENBA_DATA.",
    status: 500,
  },
  HOST_UNKNOWN: { sentence: "The service can't listen on {host}: {problem}; look at GENBA_HOST.", status: 500 },
  PORT_TAKEN: { sentence: 'Port {port} is taken; stop what uses it or choose another with {setting}.', status: 500 },
  JOURNAL_BROKEN: {
    sentence: 'The embedded chain does not replay: {problem} Move the folder of {file} away to begin anew.',
    status: 500,
  },
  INTERNAL: {
    sentence: 'Something broke inside: {problem}. Nothing is half done; report it, with the request id where there is one.',
    status: 500,
  },
} as const satisfies Record<string, Problem>;

/** A code of {@link PROBLEMS}. */
export type ProblemCode = keyof typeof PROBLEMS;

/** A refusal: a code for programs, a sentence for people, and the values that caused it. */
export class LedgerError extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;
  readonly status: number;

  constructor(code: ProblemCode, details?: Record<string, unknown>);
  constructor(code: string, details: Record<string, unknown>, problem: Problem);
  constructor(code: string, details: Record<string, unknown> = {}, problem: Problem = PROBLEMS[code as ProblemCode]) {
    super(problem.sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? '?')));
    this.name = 'LedgerError';
    this.code = code;
    this.details = details;
    this.status = problem.status;
  }
}
