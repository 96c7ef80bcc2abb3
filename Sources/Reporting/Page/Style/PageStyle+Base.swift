extension PageStyle {
  /// Colours, type, tables, what prints.
  static let base = #"""
    :root{--paper:#fcfcfa;--ink:#1b1f24;--soft:#5d6670;--faint:#8d959e;--rule:#dfe1e0;--panel:#fff;--focus:#0b62c4;
    --blue:#0072b2;--sky:#3d9fd3;--green:#00805f;--orange:#d98600;--red:#c8470a;--purple:#a9578c;--gold:#8f7a00;
    --slate:#7b8794;--bid:0,114,178;--ask:205,112,0;--band:#0072b2;--good:#00704f;--bad:#b8380a}
    @media(prefers-color-scheme:dark){:root:not([data-theme=light]){--paper:#14171a;--ink:#e7e9ea;--soft:#a6aeb5;
    --faint:#79828a;--rule:#2c3237;--panel:#181c20;--focus:#7cc0ff;--blue:#56b4e9;--sky:#8fd0f2;--green:#2fbf93;
    --orange:#f0a63a;--red:#ff7f45;--purple:#d98bb9;--gold:#d9c64a;--slate:#8b97a3;--bid:86,180,233;--ask:240,166,58;
    --band:#56b4e9;--good:#3fcf9f;--bad:#ff8a55}}
    :root[data-theme=dark]{--paper:#14171a;--ink:#e7e9ea;--soft:#a6aeb5;--faint:#79828a;--rule:#2c3237;--panel:#181c20;
    --focus:#7cc0ff;--blue:#56b4e9;--sky:#8fd0f2;--green:#2fbf93;--orange:#f0a63a;--red:#ff7f45;--purple:#d98bb9;
    --gold:#d9c64a;--slate:#8b97a3;--bid:86,180,233;--ask:240,166,58;--band:#56b4e9;--good:#3fcf9f;--bad:#ff8a55}
    *{box-sizing:border-box}
    html{color-scheme:light dark;-webkit-text-size-adjust:100%}
    :root[data-theme=dark]{color-scheme:dark}
    :root[data-theme=light]{color-scheme:light}
    body{margin:0;background:var(--paper);color:var(--ink);
    font:15px/1.5 system-ui,-apple-system,"Segoe UI","Noto Sans","Liberation Sans",Arial,sans-serif;
    font-variant-numeric:tabular-nums}
    header,main,footer{max-width:1120px;margin:0 auto;padding:0 24px}
    header{padding-top:44px}
    .skip{position:absolute;left:-999px}
    .skip:focus{left:8px;top:8px;background:var(--panel);padding:6px 10px;z-index:9}
    .kicker{margin:0;color:var(--soft);font-size:13px;letter-spacing:.02em}
    h1{margin:2px 0 6px;font-size:34px;line-height:1.15;font-weight:650;letter-spacing:-.015em;overflow-wrap:anywhere}
    .lead{margin:0 0 22px;font-size:19px;line-height:1.35;color:var(--ink)}
    .intro{display:grid;grid-template-columns:minmax(0,1fr) 320px;gap:44px}
    .sentences p{margin:0 0 9px;max-width:68ch}
    .facts{margin:0;display:grid;grid-template-columns:auto minmax(0,1fr);gap:3px 14px;font-size:13px;align-content:start;
    border-left:1px solid var(--rule);padding-left:20px}
    .facts dt{color:var(--soft)}
    .facts dd{margin:0;overflow-wrap:anywhere}
    section{margin:0;padding:38px 0 6px}
    h2{margin:0 0 2px;font-size:20px;font-weight:640;letter-spacing:-.005em}
    h3{margin:18px 0 6px;font-size:14px;font-weight:600}
    .note,.none,.verdicts{margin:0 0 12px;color:var(--soft);font-size:14px;max-width:78ch}
    .none{padding-top:2px}
    .bar{position:sticky;top:0;z-index:5;display:flex;flex-wrap:wrap;gap:8px 10px;align-items:center;
    max-width:1120px;margin:26px auto 0;padding:9px 24px;background:var(--paper);border-bottom:1px solid var(--rule);
    font-size:13px}
    .bar[hidden],.bar [hidden]{display:none}
    .bar output{color:var(--soft);margin-right:auto;padding-left:2px}
    .group{display:inline-flex}
    button,select{font:inherit;color:var(--ink);background:var(--panel);border:1px solid var(--rule);padding:3px 10px;
    border-radius:5px;min-height:28px}
    .group button{border-radius:0;margin-left:-1px}
    .group button:first-child{border-radius:5px 0 0 5px;margin-left:0}
    .group button:last-child{border-radius:0 5px 5px 0}
    .group button:first-child:last-child,.group button:has(+[hidden]){border-radius:5px}
    button:hover{border-color:var(--soft)}
    button[aria-pressed=true]{background:var(--ink);color:var(--paper);border-color:var(--ink)}
    .pick span{color:var(--soft)}
    .pick select{max-width:170px}
    :focus-visible{outline:2px solid var(--focus);outline-offset:2px}
    details.figures{margin:8px 0 0;font-size:13px;max-width:100%}
    details.figures>summary{cursor:pointer;color:var(--soft);width:fit-content;padding:2px 0}
    details.figures>summary:hover{color:var(--ink)}
    details.figures p{max-width:78ch;margin:6px 0}
    .scroll{overflow:auto;max-height:420px;margin:6px 0 12px;border-top:1px solid var(--rule)}
    table{border-collapse:collapse;font-size:12.5px;line-height:1.35}
    th,td{text-align:right;padding:3px 14px 3px 0;white-space:nowrap;vertical-align:baseline}
    th{color:var(--soft);font-weight:500;position:sticky;top:0;background:var(--paper)}
    td{border-top:1px solid var(--rule)}
    .left{text-align:left}
    .matrix .scroll{max-height:none}
    .matrix td{padding:7px 16px 7px 8px;font-size:13px}
    .matrix td:first-child,.matrix th:first-child{padding-left:0}
    .verdict-list{list-style:none;padding:0;margin:0 0 10px;display:grid;gap:1px 34px;
    grid-template-columns:repeat(auto-fill,minmax(330px,1fr));font-size:14px}
    .verdict-list li{display:flex;align-items:baseline;gap:10px;padding:4px 0;border-top:1px solid var(--rule)}
    .badge{flex:0 0 96px;font-size:12px;color:var(--faint)}
    .pass .badge{color:var(--good);font-weight:600}
    .pass .badge::before{content:"✓ "}
    .fail .badge{color:var(--bad);font-weight:600}
    .fail .badge::before{content:"✗ "}
    .open{color:var(--soft)}
    footer{padding-top:30px;padding-bottom:40px;color:var(--soft);font-size:13px}
    .keys{border-top:1px solid var(--rule);padding-top:14px;max-width:none}
    kbd{font:inherit;font-size:12px;border:1px solid var(--rule);border-radius:3px;padding:0 4px}
    @media(max-width:820px){header,main,footer{padding-left:16px;padding-right:16px}header{padding-top:26px}
    .bar{padding:7px 16px;gap:6px 8px}.intro{grid-template-columns:1fr;gap:18px}
    .facts{border-left:0;padding:14px 0 0;border-top:1px solid var(--rule)}h1{font-size:27px}.lead{font-size:17px}
    section{padding-top:30px}.bar output{order:9;flex-basis:100%}#theme{margin-left:auto}
    .verdict-list{grid-template-columns:1fr}}
    """#
}
