import classes from './share-bar.module.css';

/** Shares as lengths of one bar; the table beside it says whose they are. */
export function ShareBar({ parts }: { parts: readonly { key: string; shareBps: number; kind: 'originator' | 'royalty' }[] }) {
  return (
    <div className={classes.bar} aria-hidden="true">
      {parts.map(({ key, kind, shareBps }) => (
        <div key={key} className={classes[kind]} style={{ flexGrow: shareBps }} />
      ))}
    </div>
  );
}
