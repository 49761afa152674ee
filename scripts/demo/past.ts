import { connectLedger } from '../../sdk/ledger.js';
import { createCalendar, PACK_UNITS } from './calendar.js';
import { buy, type Conditions, confirm, enter, fund, offer, publish, type Stage } from './players.js';

const DAY = 86_400;
const MONTH = 30 * DAY;

/**
 * Plays the demo's past: companies come in; a tool path becomes spindle data, these an inspection, that a wear model, three levels deep;
 * others buy, renew and use.
 *
 * @param stage - Where it plays.
 * @param start - The chain's first second, in Unix seconds.
 * @param days - How long it is.
 * @param onDay - Told of each day that is over.
 */
export async function playPast(stage: Stage, start: number, days: number, onDay: (day: number) => void): Promise<void> {
  const { wallets } = stage;
  const at = (day: number, hour: number) => start + day * DAY + hour * 3600;
  const calendar = createCalendar(stage, start, onDay);

  await enter(stage, 'notary', at(0, 9));
  await enter(stage, 'bank', at(0, 10));
  await enter(stage, 'auditor', at(0, 14));
  const paths = await enter(stage, 'paths', at(1, 9));
  const hanbit = await enter(stage, 'hanbit', at(1, 10));
  const kawabe = await enter(stage, 'kawabe', at(1, 11));
  await fund(stage, paths, at(1, 13));
  await fund(stage, hanbit, at(1, 14));
  await fund(stage, kawabe, at(1, 15));

  await calendar.until(2);
  const path = await publish(stage, paths, at(2, 10), 'toolpath-impeller.nc');
  calendar.earns(path.versionId, paths);
  const pathDerive = await offer(stage, paths, at(2, 11), path, {
    rights: ['read', 'derive', 'onward'],
    purposes: ['process-optimisation', 'quality-assurance', 'product-development', 'model-training'],
    price: 400_000n,
    royaltyBps: 500,
    versionId: path.versionId,
  });
  await offer(stage, paths, at(2, 12), path, { rights: ['read'], price: 90_000n, period: MONTH });

  await calendar.until(3);
  const lab = await enter(stage, 'lab', at(3, 9));
  const analytics = await enter(stage, 'analytics', at(3, 10));
  await fund(stage, lab, at(3, 11));
  await fund(stage, analytics, at(3, 12));
  const pathGrant = await buy(stage, hanbit, at(3, 15), pathDerive, path);

  await calendar.until(4);
  const spindle = await publish(stage, hanbit, at(4, 16), 'spindle-load-v1.csv', {
    sources: [{ versionId: path.versionId, grantId: pathGrant }],
  });
  calendar.earns(spindle.versionId, hanbit);
  const spindleRead = await offer(stage, hanbit, at(4, 17), spindle, { rights: ['read'], price: 250_000n, period: MONTH });
  const spindleDerive = await offer(stage, hanbit, at(4, 18), spindle, {
    rights: ['read', 'compute', 'derive', 'onward'],
    purposes: ['quality-assurance', 'predictive-maintenance', 'model-training'],
    price: 900_000n,
    royaltyBps: 1500,
    versionId: spindle.versionId,
  });

  await calendar.until(6);
  const motors = await enter(stage, 'motors', at(6, 9));
  await fund(stage, motors, at(6, 10));
  const telemetry = await publish(stage, kawabe, at(6, 11), 'turning-telemetry.csv', {
    originators: [
      { memberId: hanbit.memberId, weight: 1 },
      { memberId: kawabe.memberId, weight: 4 },
    ],
  });
  calendar.earns(telemetry.versionId, kawabe);
  const telemetryRead = await offer(stage, kawabe, at(6, 12), telemetry, { rights: ['read'], price: 180_000n, period: MONTH });
  const telemetryDerive = await offer(stage, kawabe, at(6, 13), telemetry, {
    rights: ['read', 'derive', 'onward'],
    price: 600_000n,
    royaltyBps: 1000,
    versionId: telemetry.versionId,
  });
  const energy = await publish(stage, kawabe, at(6, 14), 'energy-sample.csv');
  const energyFree = await offer(stage, kawabe, at(6, 15), energy, {
    rights: ['read', 'compute'],
    purposes: ['energy-management', 'research'],
    price: 0n,
    versionId: energy.versionId,
  });

  await calendar.until(8);
  const spindleGrant = await buy(stage, lab, at(8, 10), spindleDerive, spindle);
  calendar.renews(motors, await buy(stage, motors, at(8, 11), spindleRead, spindle), spindleRead, () => spindle, 38);
  await confirm(stage, hanbit, at(8, 12), telemetry.versionId);
  await buy(stage, lab, at(8, 15), energyFree, energy);

  await calendar.until(10);
  const inspection = await publish(stage, lab, at(10, 11), 'inspection-v1.csv', {
    sources: [{ versionId: spindle.versionId, grantId: spindleGrant }],
    originators: [
      { memberId: hanbit.memberId, weight: 1 },
      { memberId: lab.memberId, weight: 3 },
    ],
  });
  calendar.earns(inspection.versionId, lab);
  const inspectionRead = await offer(stage, lab, at(10, 12), inspection, {
    rights: ['read'],
    purposes: ['quality-assurance', 'traceability'],
    price: 320_000n,
    period: MONTH,
  });
  const deriveTerms: Conditions = { rights: ['read', 'derive', 'onward'], price: 700_000n, royaltyBps: 1000 };
  const inspectionDerive = await offer(stage, lab, at(10, 13), inspection, {
    ...deriveTerms,
    versionId: inspection.versionId,
  });
  calendar.renews(motors, await buy(stage, motors, at(10, 16), inspectionRead, inspection), inspectionRead, () => inspection, 40);

  await calendar.until(13);
  await confirm(stage, hanbit, at(13, 9), inspection.versionId);
  await confirm(stage, lab, at(13, 9), inspection.versionId);
  const inspectionGrant = await buy(stage, analytics, at(13, 10), inspectionDerive, inspection);
  const telemetryGrant = await buy(stage, analytics, at(13, 11), telemetryDerive, telemetry);
  calendar.renews(lab, await buy(stage, lab, at(13, 12), telemetryRead, telemetry), telemetryRead, () => telemetry, 43);

  await calendar.until(17);
  const model = await publish(stage, analytics, at(17, 14), 'wear-model-v1.json', {
    sources: [
      { versionId: telemetry.versionId, grantId: telemetryGrant },
      { versionId: inspection.versionId, grantId: inspectionGrant },
    ],
  });
  calendar.earns(model.versionId, analytics);
  const first = { ...model };
  const modelRead = await offer(stage, analytics, at(17, 15), model, {
    rights: ['read', 'compute'],
    price: 600_000n,
    period: MONTH,
  });
  const modelUnits = await offer(stage, analytics, at(17, 16), model, {
    rights: ['compute'],
    purposes: ['predictive-maintenance', 'process-optimisation'],
    price: 50_000n,
    units: PACK_UNITS,
    versionId: first.versionId,
  });

  await calendar.until(19);
  calendar.renews(motors, await buy(stage, motors, at(19, 9), modelRead, model), modelRead, () => model, 49);
  for (const [holder, hour] of [
    [hanbit, 10],
    [kawabe, 11],
    [paths, 12],
  ] as const) {
    const grantId = await buy(stage, holder, at(19, hour), modelUnits, first, PACK_UNITS);
    calendar.uses(holder, analytics, grantId, modelUnits, first);
  }

  await calendar.until(26);
  const early = await buy(stage, analytics, at(26, 10), spindleRead, spindle);
  await offer(stage, hanbit, at(26, 11), spindle, {
    rights: ['read', 'derive'],
    purposes: ['product-development'],
    price: 2_500_000n,
    royaltyBps: 2500,
    versionId: spindle.versionId,
    buyer: motors,
    seats: 1,
  });

  await calendar.until(31);
  spindle.versionId = (await publish(stage, hanbit, at(31, 9), 'spindle-load-v2.csv', { dataset: spindle })).versionId;
  const refund = hanbit.ledger.market.endEarly.populateTransaction(early, 250_000n);
  await stage.act(hanbit.wallet, at(31, 11), refund);

  await calendar.until(45);
  const recalled = inspection.versionId;
  inspection.versionId = (await publish(stage, lab, at(45, 9), 'inspection-v2.csv', { dataset: inspection })).versionId;
  const reason = 'Kalibrierung der Messmaschine war abgelaufen; ersetzt durch Version ';
  const withdrawal = lab.ledger.datasets.withdraw.populateTransaction(recalled, `${reason}${inspection.versionId}`);
  await stage.act(lab.wallet, at(45, 10), withdrawal);
  await stage.act(lab.wallet, at(45, 10), lab.ledger.market.closeOffer.populateTransaction(inspectionDerive.offerId));
  const newDerive = await offer(stage, lab, at(45, 11), inspection, {
    ...deriveTerms,
    versionId: inspection.versionId,
  });

  await calendar.until(48);
  const newGrant = await buy(stage, analytics, at(48, 10), newDerive, inspection);

  await calendar.until(50);
  const second = await publish(stage, analytics, at(50, 14), 'wear-model-v2.json', {
    dataset: model,
    sources: [
      { versionId: telemetry.versionId, grantId: telemetryGrant },
      { versionId: inspection.versionId, grantId: newGrant },
    ],
  });
  model.versionId = second.versionId;
  calendar.earns(model.versionId, analytics);
  calendar.renews(kawabe, await buy(stage, kawabe, at(50, 16), modelRead, model), modelRead, () => model, 80);

  await calendar.until(58);
  const auditor = connectLedger(stage.deployment, wallets.auditor);
  const caseNumber = 'DEMO-2026-17';
  const freeze = auditor.datasets.freeze.populateTransaction(energy.datasetId, caseNumber, at(72, 9));
  await stage.act(wallets.auditor, at(58, 9), freeze);

  await calendar.until(61);
  const lift = auditor.datasets.liftFreeze.populateTransaction(energy.datasetId, caseNumber);
  await stage.act(wallets.auditor, at(61, 9), lift);
  spindle.versionId = (await publish(stage, hanbit, at(61, 10), 'spindle-load-v3.csv', { dataset: spindle })).versionId;

  await calendar.until(days);
}
