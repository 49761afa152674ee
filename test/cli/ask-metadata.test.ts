import { expect } from 'chai';
import { askMetadata } from '../../cli/ask-metadata.js';

describe('asking for metadata', () => {
  const answering = (answers: string[]) => {
    const questions: string[] = [];
    const ask = async (question: string) => {
      questions.push(question);
      return answers.shift() as string;
    };
    return { ask, questions, answers };
  };

  it('asks nothing more when there is no title', async () => {
    const { ask, questions } = answering(['  ']);
    expect(await askMetadata(ask)).to.equal(undefined);
    expect(questions).to.have.length(1);
  });

  it('puts the answers together', async () => {
    const { ask, answers } = answering([
      'Spindle load',
      'One row a second',
      'b, a,,b',
      'CC-BY-4.0',
      'Data desk',
      'data@works.example',
    ]);
    expect(await askMetadata(ask)).to.deep.equal({
      title: 'Spindle load',
      description: 'One row a second',
      keywords: ['a', 'b'],
      licence: 'CC-BY-4.0',
      contact: { name: 'Data desk', email: 'data@works.example' },
    });
    expect(answers).to.deep.equal([]);
  });

  it('leaves out what is left empty, and asks for no e-mail of nobody', async () => {
    const { ask, questions } = answering(['T', '', '', '', '']);
    expect(await askMetadata(ask)).to.deep.equal({ title: 'T' });
    expect(questions).to.have.length(5);
  });

  it('asks again, with the reason, and keeps nothing of an answer that was refused', async () => {
    const { ask, questions } = answering(['x'.repeat(201), 'T', '', '', '', 'Desk', 'nobody', '']);
    expect(await askMetadata(ask)).to.deep.equal({ title: 'T', contact: { name: 'Desk' } });
    const second = answering(['T', 'x'.repeat(4001), '', 'a', '', '']);
    expect(await askMetadata(second.ask)).to.deep.equal({ title: 'T', keywords: ['a'] });
    expect(questions[1]).to.match(/at most 200 characters.*\ntitle/s);
    expect(questions[7]).to.match(/e-mail address.*\ncontact: e-mail/s);
  });
});
