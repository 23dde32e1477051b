/** The whole of a report's look: one calm column, figures that align, and no motion. Verdicts have a colour and a sign. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#1b1b1a;--soft:#57534d;--line:#dcd8d0;--grid:#e9e6df;
--held:#17663a;--refuted:#a31d17;--open:#7a4f00;--one:#1d4f91;--two:#a31d17;--three:#57534d;--band:#a3640044}
@media (prefers-color-scheme:dark){:root{--paper:#15171a;--card:#1c1f23;--ink:#e9e6e1;--soft:#aca69d;--line:#363a40;
--grid:#2a2e33;--held:#74d29b;--refuted:#ff958c;--open:#efbd62;--one:#8db8f5;--two:#ff958c;--three:#aca69d;--band:#efbd6238}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem}
header,main,footer{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
h1{margin:.25rem 0 0;font-size:clamp(1.35rem,4.4vw,1.9rem);line-height:1.25;font-weight:600;text-wrap:balance}
h2{margin:3rem 0 .75rem;font-size:1.2rem;font-weight:600}
h3{margin:1.75rem 0 .25rem;font-size:1rem;font-weight:600}
p{margin:.5rem 0;max-width:46rem}
.soft,figcaption,caption{color:var(--soft)}
.kicker{margin:0;color:var(--soft);font-size:.9rem;overflow-wrap:anywhere}
.verdict{display:flex;align-items:center;gap:.35em;margin:.6rem 0 .2rem;font-size:clamp(2.1rem,10.5vw,5rem);font-weight:800;line-height:1.05;letter-spacing:-.02em}
.verdict i{font-style:normal;display:inline-grid;place-items:center;width:1.05em;height:1.05em;flex:none;border-radius:50%;background:currentColor;font-size:.72em}
.verdict i b{color:var(--paper)}
.held{color:var(--held)}.refuted{color:var(--refuted)}.inconclusive,.invalid,.differed,.no-verdict{color:var(--open)}
.because{margin:.75rem 0;padding:0 0 0 1.1rem;max-width:46rem}.because li{margin:.3rem 0;overflow-wrap:anywhere}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:1px;margin:1.75rem 0 0;background:var(--line);border:1px solid var(--line);border-radius:.5rem;overflow:hidden}
.figures div{background:var(--card);padding:.8rem 1rem;display:flex;flex-direction:column-reverse;justify-content:flex-end}
.figures dt{color:var(--soft);font-size:.85rem;line-height:1.35}.figures dd{margin:0;font-size:1.45rem;font-weight:600}
.figures,table,.plot,code{font-variant-numeric:tabular-nums}
.wide{overflow-x:auto;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
.wide:focus-visible{outline:2px solid var(--one)}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;padding:.6rem .9rem;font-size:.88rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .9rem;border-top:1px solid var(--line)}
thead th{color:var(--soft);font-weight:500;font-size:.85rem;vertical-align:bottom}
tbody th{font-weight:500}
.n{text-align:right;white-space:nowrap}
.mark{white-space:nowrap;font-weight:600}
td.text{overflow-wrap:anywhere;min-width:13rem}
.zero{color:var(--soft)}
.damage{color:var(--refuted);font-weight:700}
figure{margin:1.5rem 0 0;padding-bottom:1.75rem}
figcaption{font-size:.88rem;margin:.2rem 0 .6rem;max-width:46rem}
.legend{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;margin:0 0 .4rem;padding:0;font-size:.85rem}
.legend svg{width:2rem;height:.8rem;vertical-align:-.05rem;margin-right:.4rem}
.plot{position:relative;height:11rem;margin:.75rem .25rem 1.6rem 3.4rem;font-size:.78rem;color:var(--soft)}
.plot.low{height:4.6rem}
.plot>svg{position:absolute;inset:0;width:100%;height:100%;overflow:hidden}
.plot .y{position:absolute;right:100%;transform:translate(-.5rem,50%);white-space:nowrap}
.plot .x{position:absolute;top:100%;transform:translate(-50%,.25rem)}
.plot .lane{position:absolute;color:var(--ink);white-space:nowrap;overflow:hidden;text-overflow:ellipsis;padding-left:.3rem}
path,line{vector-effect:non-scaling-stroke;fill:none}
.grid{stroke:var(--grid)}.limit{stroke:var(--ink);stroke-dasharray:2 4}
.one{stroke:var(--one);stroke-width:2}.two{stroke:var(--two);stroke-width:2;stroke-dasharray:7 3}.three{stroke:var(--three);stroke-width:2;stroke-dasharray:2 3}
.fault{fill:var(--band);stroke:var(--open)}.phase{fill:var(--grid);stroke:var(--line)}
details{margin:.75rem 0}summary{cursor:pointer;padding:.4rem 0;font-weight:500}
.watched>div{width:min(100vw - 2.5rem,96rem);margin:1rem 0 0;position:relative;left:50%;transform:translateX(-50%)}
code,pre{font:.88rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{overflow-x:auto;padding:.8rem 1rem;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
footer{margin-top:3rem;padding-bottom:3rem;border-top:1px solid var(--line);padding-top:1rem;font-size:.9rem}
@media (max-width:34rem){th,td{padding:.45rem .6rem}.figures{grid-template-columns:1fr 1fr}
.stack thead{position:absolute;clip-path:inset(50%)}.stack tr{display:block;border-top:1px solid var(--line);padding:.5rem 0}
.stack td,.stack tbody th{display:block;border:0;padding:.1rem .9rem;min-width:0}td.text{min-width:9rem}.plot{margin-left:2.9rem}.x:nth-of-type(even){display:none}}
@media (prefers-reduced-motion:reduce){*{animation:none;transition:none;scroll-behavior:auto}}
@media print{body{background:#fff}h2,figure{break-after:avoid}.wide{overflow:visible}}
`;
