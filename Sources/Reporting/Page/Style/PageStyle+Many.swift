extension PageStyle {
  /// Two runs side by side, and many at once.
  static let many = #"""
    .plain .scroll{max-height:none}
    .plain td,.plain th{padding:5px 26px 5px 0;font-size:13px}
    .stream{margin:0;padding:12px 0;overflow:auto;border-top:1px solid var(--rule);
    font:12.5px/1.5 ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
    .stream span{display:block;width:max-content;min-width:100%;padding:0 6px;color:var(--soft)}
    .stream .in-a{color:var(--ink);background:color-mix(in srgb,var(--ink) 9%,transparent)}
    .stream .in-b{color:var(--good);background:color-mix(in srgb,var(--green) 13%,transparent)}
    .names{margin:0 0 8px;max-width:90ch;font-size:13px;color:var(--soft)}
    .bar-a{fill:var(--ink);fill-opacity:.72}.bar-b{fill:var(--green)}
    .line.side-a{stroke:var(--ink)}.line.side-b{stroke:var(--green)}
    .plot text.side-a{fill:var(--ink)}.plot text.side-b{fill:var(--green)}
    #measure{max-width:min(320px,60vw)}
    .row:focus .spot{stroke:var(--ink);stroke-width:2.5}
    .dot{fill:var(--ink);fill-opacity:.42}
    .box{fill:var(--band);fill-opacity:.2;stroke:var(--band);stroke-width:1}
    .middle{stroke:var(--band);stroke-width:2.5}
    .mean{fill:var(--red);stroke:var(--paper);stroke-width:1}.whisker{stroke:var(--red);stroke-width:1.6}
    .plot text.figure{fill:var(--ink);font-size:12px}
    .plot text.name{fill:var(--ink);font-size:12.5px}
    .plot text.mean{fill:var(--red);stroke:none}.plot text.middle{fill:var(--band);stroke:none}
    .row:focus,.cell:focus{outline:none}
    .row .back{fill:var(--ink);fill-opacity:0}.row:hover .back,.row:focus .back{fill-opacity:.05}
    .cell rect{stroke:var(--paper);stroke-width:2}
    .cell:hover rect,.cell:focus rect{stroke:var(--focus)}
    .plot .cell text{font-size:14px;font-weight:600;pointer-events:none}
    .plot .cell text.small{font-size:11px;font-weight:400}
    .plot text.on-light{fill:#1b1f24}.plot text.on-dark{fill:#fff}
    .series{fill:none;stroke-width:1.8}.spot{stroke:var(--paper);stroke-width:1.2}
    .c0{--c:var(--blue)}.c1{--c:var(--orange)}.c2{--c:var(--green)}.c3{--c:var(--purple)}.c4{--c:var(--slate)}
    .c5{--c:var(--red)}.series,.limb{stroke:var(--c)}.spot{fill:var(--c)}.ribbon{fill:var(--c);fill-opacity:.15}
    @media(max-width:820px){.plain td,.plain th{padding-right:14px;font-size:12px}}
    .plot text.c0,.plot text.c1,.plot text.c2,.plot text.c3,.plot text.c4,.plot text.c5{fill:var(--c)}
    """#
}
