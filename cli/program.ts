import { Command } from 'commander';
import { accessAccept } from './commands/access-accept.js';
import { accessBuy } from './commands/access-buy.js';
import { accessCheck } from './commands/access-check.js';
import { accessEnd } from './commands/access-end.js';
import { accessGiveUp } from './commands/access-give-up.js';
import { accessList } from './commands/access-list.js';
import { accessOrder } from './commands/access-order.js';
import { accessRenew } from './commands/access-renew.js';
import { accessShow } from './commands/access-show.js';
import { accessTicket } from './commands/access-ticket.js';
import { accessUse } from './commands/access-use.js';
import { completion } from './commands/completion.js';
import { consortiumApplyFee } from './commands/consortium-apply-fee.js';
import { consortiumDays } from './commands/consortium-days.js';
import { consortiumFee } from './commands/consortium-fee.js';
import { consortiumMarket } from './commands/consortium-market.js';
import { consortiumMember } from './commands/consortium-member.js';
import { consortiumRole } from './commands/consortium-role.js';
import { consortiumShow } from './commands/consortium-show.js';
import { consortiumSuccession } from './commands/consortium-succession.js';
import { datasetAnswer } from './commands/dataset-answer.js';
import { datasetClaim } from './commands/dataset-claim.js';
import { datasetClaims } from './commands/dataset-claims.js';
import { datasetConsent } from './commands/dataset-consent.js';
import { datasetDerivable } from './commands/dataset-derivable.js';
import { datasetList } from './commands/dataset-list.js';
import { datasetOwners } from './commands/dataset-owners.js';
import { datasetPublish } from './commands/dataset-publish.js';
import { datasetRegister } from './commands/dataset-register.js';
import { datasetRelease } from './commands/dataset-release.js';
import { datasetRetire } from './commands/dataset-retire.js';
import { datasetRevenue } from './commands/dataset-revenue.js';
import { datasetShow } from './commands/dataset-show.js';
import { datasetTrace } from './commands/dataset-trace.js';
import { datasetTransfer } from './commands/dataset-transfer.js';
import { datasetVerify } from './commands/dataset-verify.js';
import { datasetWithdraw } from './commands/dataset-withdraw.js';
import { distributionList } from './commands/distribution-list.js';
import { distributionShow } from './commands/distribution-show.js';
import { doctor } from './commands/doctor.js';
import { eventFollow } from './commands/event-follow.js';
import { eventList } from './commands/event-list.js';
import { freezing } from './commands/freeze.js';
import { init } from './commands/init.js';
import { keyAdd } from './commands/key-add.js';
import { keyImport } from './commands/key-import.js';
import { keyList } from './commands/key-list.js';
import { keyNew } from './commands/key-new.js';
import { keyRequest } from './commands/key-request.js';
import { keyRevoke } from './commands/key-revoke.js';
import { keyRoles } from './commands/key-roles.js';
import { keyShow } from './commands/key-show.js';
import { memberAccounts } from './commands/member-accounts.js';
import { memberAdmit } from './commands/member-admit.js';
import { memberCredits } from './commands/member-credits.js';
import { memberFinishRecovery } from './commands/member-finish-recovery.js';
import { memberList } from './commands/member-list.js';
import { memberRecover } from './commands/member-recover.js';
import { memberReinstate } from './commands/member-reinstate.js';
import { memberRenew } from './commands/member-renew.js';
import { memberRequest } from './commands/member-request.js';
import { memberShow } from './commands/member-show.js';
import { memberSuspend } from './commands/member-suspend.js';
import { memberVeto } from './commands/member-veto.js';
import { memberVoid } from './commands/member-void.js';
import { offerClose } from './commands/offer-close.js';
import { offerList } from './commands/offer-list.js';
import { offerOpen } from './commands/offer-open.js';
import { offerShow } from './commands/offer-show.js';
import { overview } from './commands/overview.js';
import { payoutAnnounce } from './commands/payout-announce.js';
import { payoutApply } from './commands/payout-apply.js';
import { payoutCancel } from './commands/payout-cancel.js';
import { payoutClaim } from './commands/payout-claim.js';
import { payoutExplain } from './commands/payout-explain.js';
import { payoutFees } from './commands/payout-fees.js';
import { payoutHistory } from './commands/payout-history.js';
import { payoutList } from './commands/payout-list.js';
import { payoutRun } from './commands/payout-run.js';
import { payoutShow } from './commands/payout-show.js';
import { prove } from './commands/prove.js';
import { purchaseList } from './commands/purchase-list.js';
import { refundList } from './commands/refund-list.js';
import { search } from './commands/search.js';
import { status } from './commands/status.js';
import { termsList } from './commands/terms-list.js';
import { termsShow } from './commands/terms-show.js';
import { termsWrite } from './commands/terms-write.js';
import { tokenApprove } from './commands/token-approve.js';
import { tokenBalance } from './commands/token-balance.js';
import { tokenBurn } from './commands/token-burn.js';
import { tokenMint } from './commands/token-mint.js';
import { tokenTransfer } from './commands/token-transfer.js';
import { verify } from './commands/verify.js';
import { versionList } from './commands/version-list.js';
import { versionShow } from './commands/version-show.js';
import { webhookAdd } from './commands/webhook-add.js';
import { webhookDeliveries } from './commands/webhook-deliveries.js';
import { webhookList } from './commands/webhook-list.js';
import { webhookRemove } from './commands/webhook-remove.js';
import { webhookReplay } from './commands/webhook-replay.js';
import { webhookVerify } from './commands/webhook-verify.js';
import { SETTINGS, type SettingName } from './config.js';

type Add = (parent: Command) => void;

const NOUNS: [string, string, Add[]][] = [
  ['key', 'keys that act for your company', [keyNew, keyImport, keyList, keyShow, keyRequest, keyAdd, keyRoles, keyRevoke]],
  [
    'member',
    'legal entities of the consortium',
    [
      memberRequest,
      memberAdmit,
      memberList,
      memberShow,
      memberRenew,
      memberSuspend,
      memberReinstate,
      freezing('member'),
      memberVoid,
      memberRecover,
      memberVeto,
      memberFinishRecovery,
      memberAccounts,
      memberCredits,
    ],
  ],
  [
    'dataset',
    'datasets, payees and origin',
    [
      datasetRegister,
      datasetPublish,
      datasetList,
      datasetShow,
      datasetVerify,
      datasetTrace,
      datasetDerivable,
      datasetAnswer,
      datasetRelease,
      datasetConsent,
      datasetClaim,
      datasetClaims,
      datasetTransfer,
      datasetOwners,
      datasetRevenue,
      datasetWithdraw,
      datasetRetire,
      freezing('dataset'),
    ],
  ],
  ['version', 'states of datasets', [versionList, versionShow]],
  ['terms', 'conditions that offers put a price on', [termsWrite, termsList, termsShow]],
  ['offer', 'prices on terms', [offerOpen, offerClose, offerList, offerShow]],
  [
    'access',
    'grants: bought rights of access',
    [
      accessBuy,
      accessRenew,
      accessCheck,
      accessList,
      accessShow,
      accessTicket,
      accessUse,
      accessOrder,
      accessAccept,
      accessGiveUp,
      accessEnd,
      freezing('access'),
    ],
  ],
  ['purchase', 'what was paid for access', [purchaseList]],
  ['refund', 'what was paid back', [refundList]],
  ['distribution', 'how revenue went to payees', [distributionList, distributionShow]],
  [
    'payout',
    'money on its way to originators',
    [
      payoutRun,
      payoutList,
      payoutShow,
      payoutHistory,
      payoutExplain,
      payoutClaim,
      payoutAnnounce,
      payoutCancel,
      payoutApply,
      payoutFees,
    ],
  ],
  ['token', 'the settlement token', [tokenBalance, tokenTransfer, tokenApprove, tokenMint, tokenBurn]],
  [
    'consortium',
    "fee, markets, roles and succession: the admin's acts",
    [
      consortiumShow,
      consortiumDays,
      consortiumFee,
      consortiumApplyFee,
      consortiumMember,
      consortiumMarket,
      consortiumRole,
      consortiumSuccession,
    ],
  ],
  ['event', 'the audit trail', [eventList, eventFollow]],
  [
    'webhook',
    'events sent to your own systems',
    [webhookAdd, webhookList, webhookDeliveries, webhookReplay, webhookRemove, webhookVerify],
  ],
];

/** Commands without a noun. */
const ALONE: Add[] = [status, overview, doctor, search, prove, verify, init, completion];

const OPTIONS: [SettingName, string][] = [
  ['network', '--network <name>'],
  ['api', '--api <url>'],
  ['rpc', '--rpc <url>'],
  ['key', '--key <name>'],
  ['home', '--home <folder>'],
];

/**
 * The whole command line: nouns, verbs and options.
 *
 * @param silent - Shows no help beside a refusal.
 */
export function createProgram(silent = false): Command {
  const program = new Command('genba')
    .description('Genba Ledger: register production data, sell access to it, be paid for every use')
    .option('--json', 'print JSON')
    .addHelpText('after', "\nFor operators: 'genba network', 'genba deploy', 'genba serve', 'genba db'; each has --help.")
    // What is wrong with a call is said by whoever runs the program, in one form for all refusals.
    .exitOverride()
    .configureOutput({ outputError: () => {}, ...(silent ? { writeErr: () => {} } : {}) });
  for (const [name, flags] of OPTIONS) {
    const { meaning, preset, variable } = SETTINGS[name];
    const usual = preset === undefined ? '' : `, default ${preset}`;
    program.option(flags, `${meaning} (${variable}${usual})`);
  }
  for (const [name, description, commands] of NOUNS) {
    const noun = program.command(name).description(description);
    for (const add of commands) add(noun);
  }
  for (const add of ALONE) add(program);
  return program;
}
