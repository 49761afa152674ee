import { readJsonFile } from '../../sdk/json-file.js';
import { bundleSchema } from '../../sdk/proofs/bundle.js';
import { sayEvents } from '../../sdk/proofs/say.js';
import { verifyBundle } from '../../sdk/proofs/verify.js';
import { parseAddress } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { readTrust } from '../trust-file.js';

interface Options {
  trust: string;
  signedBy?: string;
}

/** `genba verify` */
export const verify = defineCommand({
  verb: 'verify',
  does: 'check a proof with the list of validators that you trust, without any network',
  args: { '<proof>': "file that 'genba prove' wrote" },
  needs: { '--trust <file>': 'the validators, from whoever you trust' },
  options: { '--signed-by <address>': 'whose signature the list of validators must have' },
  note: 'Nothing in the proof is believed: each event must be in a receipt, each receipt in a block, and each block sealed by two thirds of the listed validators.',
  examples: ['genba verify payout.json --trust validators.json'],
  async run(context, options: Options, file: string) {
    const signedBy = options.signedBy === undefined ? undefined : parseAddress(options.signedBy, '--signed-by');
    const trust = readTrust(options.trust, signedBy);
    const bundle = readJsonFile(file, bundleSchema);
    const events = verifyBundle(bundle, trust);
    const statements = sayEvents(events, trust);
    const least = Math.min(...events.map(({ sealedBy }) => sealedBy.weight / sealedBy.of));
    const sealed = `at least ${Math.floor(least * 100)} % of the validators' weight`;
    const text = [
      `It is true on '${trust.name}' (chain ${trust.chainId}) that`,
      ...statements.map(({ sentence }) => `- ${sentence}`),
      `Every block is sealed by ${sealed}; checked with ${options.trust}${signedBy === undefined ? '' : `, vouched for by ${signedBy}`}, and nothing else.`,
    ];
    context.print({ proven: true, network: trust.name, chainId: trust.chainId, leastSealed: least, statements }, text.join('\n'));
  },
});
