import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { signWebhook, verifyWebhook, webhookSecret } from '../../sdk/webhooks.js';

/** The vector of the Standard Webhooks libraries. */
const VECTOR = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1614265330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

describe('webhook signatures', () => {
  const { body, id, secret, signature, timestamp } = VECTOR;
  const headers = (more: Record<string, string | undefined> = {}) => ({
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signature,
    ...more,
  });
  const refusal = (...args: Parameters<typeof verifyWebhook>) => {
    try {
      verifyWebhook(...args);
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('are those of Standard Webhooks', () => {
    expect(signWebhook(secret, { id, timestamp, body })).to.equal(signature);
  });

  it('are an HMAC that any library computes', () => {
    const key = Buffer.from(Array.from({ length: 32 }, (_, at) => 255 - at));
    const text = '{"name":"한빛정밀 주식회사"}';
    const mac = createHmac('sha256', key).update(`a.5.${text}`).digest('base64');
    const mine = webhookSecret(key);
    expect(mine).to.equal(`whsec_${key.toString('base64')}`);
    expect(signWebhook(mine, { id: 'a', timestamp: 5, body: text })).to.equal(`v1,${mac}`);
  });

  it('let a message through that is whole and fresh, however its headers come', () => {
    expect(verifyWebhook(secret, headers(), body, timestamp)).to.deep.equal({ test: 2432232314 });
    expect(verifyWebhook(secret, new Headers(headers() as Record<string, string>), body, timestamp + 300)).to.be.an('object');
    const several = headers({ 'webhook-signature': `v1,AAAA v2,other ${signature}` });
    expect(verifyWebhook(secret, several, body, timestamp)).to.be.an('object');
  });

  it('refuse all else', () => {
    const other = webhookSecret(new Uint8Array(32));
    expect(refusal(other, headers(), body, timestamp)).to.equal('WEBHOOK_REFUSED');
    expect(refusal('whsec_!', headers(), body, timestamp)).to.equal('WEBHOOK_REFUSED');
    expect(refusal(secret, headers(), `${body} `, timestamp)).to.equal('WEBHOOK_REFUSED');
    for (const late of [301, -301]) expect(refusal(secret, headers(), body, timestamp + late)).to.equal('WEBHOOK_REFUSED');
    for (const more of [
      { 'webhook-id': 'msg_other' },
      { 'webhook-timestamp': String(timestamp + 1) },
      { 'webhook-timestamp': 'soon' },
      { 'webhook-signature': signature.slice(0, -1) },
      { 'webhook-signature': signature.replace('v1', 'v2') },
      { 'webhook-signature': undefined },
    ]) {
      expect(refusal(secret, headers(more), body, timestamp), JSON.stringify(more)).to.equal('WEBHOOK_REFUSED');
    }
  });
});
