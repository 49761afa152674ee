import '@fontsource-variable/noto-sans-jp';
import '@fontsource-variable/noto-sans-kr';

// Where nothing stands in for our fonts, Chromium keeps blank what it drew before a part of them was there, until the text's font changes: so it
// changes, by a feature that no font has.
let arrivals = 0;
document.fonts.addEventListener('loadingdone', () => {
  arrivals++;
  document.documentElement.style.fontFeatureSettings = `"gnba" ${arrivals}`;
});
