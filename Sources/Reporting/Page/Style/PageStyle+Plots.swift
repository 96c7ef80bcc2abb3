extension PageStyle {
  /// Lines, areas and marks of plots.
  static let plots = #"""
    .plot{position:relative;margin:0 0 2px}
    .plot:empty{display:none}
    .plot svg,.plot canvas{display:block;position:relative}
    .plot canvas{position:absolute;left:0;pointer-events:none}
    .plot svg{touch-action:pan-y;user-select:none;-webkit-user-select:none;overflow:visible}
    .plot svg:focus{outline:none}
    .plot svg:focus-visible .frame{stroke:var(--focus);stroke-width:2}
    .read{min-height:20px;font-size:13px;line-height:20px;color:var(--soft);white-space:nowrap;overflow:hidden;
    text-overflow:ellipsis}
    .read b{font-weight:600;color:var(--ink)}
    .read span{margin-right:16px}
    .plot text{font-size:11.5px;fill:var(--soft);font-variant-numeric:tabular-nums}
    .plot text.title{fill:var(--ink);font-size:12px;font-weight:600}
    .plot text.direct{font-size:12px;font-weight:600}
    .plot .halo{paint-order:stroke;stroke:var(--paper);stroke-width:3.5px;stroke-linejoin:round}
    .frame{fill:none;stroke:none;pointer-events:all}
    .gridline{stroke:var(--rule);stroke-width:1}
    .zero{stroke:var(--faint);stroke-width:1}
    .line{fill:none;stroke-width:1.5;stroke-linejoin:round}
    .mark{stroke:var(--ink)}.index{stroke:var(--blue);stroke-dasharray:5 3}.last{stroke:var(--slate);stroke-width:1}
    .without{stroke:var(--green);stroke-width:1.8}.fund{stroke:var(--green)}.inventory{stroke:var(--ink)}
    .bidline{stroke:rgb(var(--bid))}.askline{stroke:rgb(var(--ask))}
    .plot text.mark{fill:var(--ink)}.plot text.index{fill:var(--blue)}.plot text.last{fill:var(--soft)}
    .plot text.without{fill:var(--green)}.plot text.bid{fill:rgb(var(--bid))}.plot text.ask{fill:rgb(var(--ask))}
    .plot text.sold{fill:var(--red)}.plot text.bought{fill:var(--purple)}.plot text.limit{fill:var(--red)}
    .plot text.direct{stroke:none;fill-opacity:1;stroke-dasharray:none}
    .plot text.direct.halo{stroke:var(--paper);stroke-width:3.5px}
    .forced{stroke-width:.8;stroke-opacity:.75;fill-opacity:.16}
    .sold{fill:var(--red);stroke:var(--red)}.bought{fill:var(--purple);stroke:var(--purple)}
    .hot{fill-opacity:.8}
    .gap{fill:var(--red);fill-opacity:.1}
    .near{fill:var(--ink);fill-opacity:.045}
    .cursor{stroke:var(--ink);stroke-width:1;stroke-dasharray:2 2;pointer-events:none}
    .select{fill:var(--focus);fill-opacity:.14;pointer-events:none}
    .trade{stroke-width:1.4;stroke:var(--ink);stroke-opacity:.55}
    .bar-long{fill:var(--red)}.bar-short{fill:var(--purple)}
    .b1{fill:var(--band);fill-opacity:.13}.b2{fill:var(--band);fill-opacity:.2}.b3{fill:var(--band);fill-opacity:.3}
    .b4{fill:var(--band);fill-opacity:.2}.median{stroke:var(--band);stroke-width:2}
    .limit{stroke:var(--red);stroke-width:1.2}
    .s0{fill:var(--slate)}.s1{fill:var(--blue)}.s2{fill:var(--orange)}.s3{fill:var(--purple)}.s4{fill:var(--green)}
    .s5{fill:var(--red)}.s6{fill:var(--sky)}.s7{fill:var(--gold)}
    .plot text.s0,.plot text.s1,.plot text.s2,.plot text.s3,.plot text.s4,.plot text.s5,.plot text.s6,.plot text.s7{fill-opacity:1}
    .plot text.s0{fill:var(--slate)}.plot text.s1{fill:var(--blue)}.plot text.s2{fill:var(--orange)}
    .plot text.s3{fill:var(--purple)}.plot text.s4{fill:var(--green)}.plot text.s5{fill:var(--red)}
    .plot text.s6{fill:var(--sky)}.plot text.s7{fill:var(--gold)}
    .tree{display:grid;grid-template-columns:minmax(0,1fr) 290px;gap:0 26px;align-items:start}
    .node{fill:var(--blue);fill-opacity:.34;stroke:var(--paper);stroke-width:.6;cursor:pointer}
    .node.short{fill:var(--red);fill-opacity:.62}
    .node.root{fill:var(--slate);fill-opacity:.28}
    .node.more{fill:var(--slate);fill-opacity:.12;cursor:default}
    .node.thin{stroke:none}
    .node.on{fill-opacity:.7;stroke:var(--ink);stroke-width:1.4}
    .node-name{pointer-events:none}
    .plot text.node-name{fill:var(--ink);font-size:11px}
    .moment{stroke:var(--red);stroke-width:1.5}.closing{fill:var(--red);fill-opacity:.22}
    .tick{stroke:var(--slate);stroke-opacity:.45;stroke-width:1}
    .card{font-size:13px;line-height:1.45;border-left:1px solid var(--rule);padding-left:18px;min-height:150px}
    .card h3{margin:0 0 6px;font-size:15px;overflow-wrap:anywhere}
    .card dl{margin:0;display:grid;grid-template-columns:auto minmax(0,1fr);gap:2px 12px}
    .card dt{color:var(--soft)}.card dd{margin:0;overflow-wrap:anywhere}
    .card p{margin:0 0 6px;color:var(--soft)}
    .tree>div{min-width:0}
    @media(max-width:820px){.tree{grid-template-columns:minmax(0,1fr)}.card{border-left:0;padding:10px 0 0;min-height:0}}
    @media print{:root{--paper:#fff;--ink:#000;--soft:#333;--rule:#bbb}.bar,.read,.skip,.keys{display:none!important}
    body{font-size:10.5pt}section{break-inside:avoid-page;padding-top:18pt}header,main,footer{max-width:none;padding:0}
    .scroll{max-height:none;overflow:visible}
    /* Without the script, which opens them. */
    details.figures::details-content{content-visibility:visible;display:block}}
    """#
}
