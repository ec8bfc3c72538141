#include "source_text.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "clang/Lex/Lexer.h"

using namespace clang;
using namespace llvm;

namespace cgoescape {

static constexpr size_t MaxText = 60;

void SourceText::add(const FunctionDecl *FD) {
  const SourceManager &SM = AST.getSourceManager();
  Body B;
  B.Begin = SM.getFileLoc(FD->getBeginLoc());
  B.End = SM.getFileLoc(FD->getEndLoc());
  B.FD = FD;
  B.Order = Bodies.size();
  if (B.Begin.isValid() && B.End.isValid())
    Bodies.push_back(std::move(B));
  Sorted = false;
}

// The functions whose source range holds Loc: one, or all that a single macro
// defines. Where a body is partly included from another file, Loc lies in that
// file and the #include in the range.
MutableArrayRef<SourceText::Body> SourceText::bodiesAround(SourceLocation Loc) {
  if (!Sorted)
    llvm::sort(Bodies, [](const Body &A, const Body &B) {
      return A.Begin != B.Begin ? A.Begin < B.Begin : A.Order < B.Order;
    });
  Sorted = true;
  const SourceManager &SM = AST.getSourceManager();
  for (; Loc.isValid(); Loc = SM.getIncludeLoc(SM.getFileID(Loc))) {
    auto After =
        llvm::upper_bound(Bodies, Loc, [](SourceLocation L, const Body &B) {
          return L < B.Begin;
        });
    if (After == Bodies.begin() || std::prev(After)->End < Loc)
      continue;
    auto First = std::prev(After);
    while (First != Bodies.begin() && std::prev(First)->Begin == First->Begin)
      --First;
    return MutableArrayRef(&*First, std::distance(First, After));
  }
  return {};
}

void SourceText::put(Body &B, SourceLocation Loc, Entry E) {
  Loc = AST.getSourceManager().getFileLoc(Loc);
  if (Loc.isValid())
    B.Entries.push_back({Loc, B.Entries.size(), E});
}

static ce_text_kind kindOf(const Stmt *S) {
  if (isa<CallExpr>(S))
    return CE_TEXT_CALL;
  if (isa<ReturnStmt>(S))
    return CE_TEXT_RETURN;
  if (isa<MemberExpr, ArraySubscriptExpr>(S))
    return CE_TEXT_ACCESS;
  if (auto *B = dyn_cast<BinaryOperator>(S))
    return B->isAssignmentOp() ? CE_TEXT_ASSIGN : CE_TEXT_ANY;
  if (auto *U = dyn_cast<UnaryOperator>(S))
    return U->getOpcode() == UO_Deref ? CE_TEXT_ACCESS : CE_TEXT_ANY;
  return CE_TEXT_ANY;
}

// The stores of "struct s x = { p, { q } }" have the place of their brace.
void SourceText::indexInit(Body &B, const VarDecl *V, const Expr *Init) {
  if (auto *List = dyn_cast<InitListExpr>(Init)) {
    put(B, List->getExprLoc(), {CE_TEXT_ASSIGN, nullptr, V});
    for (const Expr *Element : List->inits())
      indexInit(B, V, Element);
  }
}

void SourceText::indexStmt(Body &B, const Stmt *S) {
  if (auto *D = dyn_cast<DeclStmt>(S)) {
    for (const Decl *Child : D->decls()) {
      auto *V = dyn_cast<VarDecl>(Child);
      if (!V || !V->hasInit())
        continue;
      put(B, V->getLocation(), {CE_TEXT_ASSIGN, nullptr, V});
      indexInit(B, V, V->getInit());
    }
    return;
  }
  // What has no text of its own would only hide what it wraps.
  if (isa<ImplicitCastExpr, ParenExpr, ConstantExpr>(S))
    return;
  if (auto *E = dyn_cast<Expr>(S))
    put(B, E->getExprLoc(), {kindOf(S), S, nullptr});
  else if (isa<ReturnStmt>(S))
    put(B, S->getBeginLoc(), {CE_TEXT_RETURN, S, nullptr});
}

void SourceText::index(Body &B) {
  if (B.Indexed)
    return;
  B.Indexed = true;
  // A stack of our own: machine-written code nests deeper than ours may.
  SmallVector<const Stmt *, 64> Todo{B.FD->getBody()};
  while (!Todo.empty()) {
    const Stmt *S = Todo.pop_back_val();
    if (!S)
      continue;
    indexStmt(B, S);
    size_t First = Todo.size();
    for (const Stmt *Child : S->children())
      Todo.push_back(Child);
    std::reverse(Todo.begin() + First, Todo.end());
  }
  llvm::sort(B.Entries, [](const Placed &A, const Placed &B) {
    return A.Loc != B.Loc ? A.Loc < B.Loc : A.Order < B.Order;
  });
}

static const SourceText::Entry *first(ArrayRef<SourceText::Placed> Entries,
                                      ce_text_kind Kind) {
  auto *E =
      llvm::find_if(Entries, [&](auto &X) { return X.What.Kind == Kind; });
  return E == Entries.end() ? nullptr : &E->What;
}

// Several expressions may share a place: nested ones that begin there, or all
// that a macro expands to. The outermost of the wanted kind comes first.
const SourceText::Entry *SourceText::choose(SourceLocation Loc,
                                            ce_text_kind Kind) {
  for (Body &B : bodiesAround(Loc)) {
    index(B);
    auto Begin = llvm::partition_point(
        B.Entries, [&](const Placed &X) { return X.Loc < Loc; });
    auto Here = ArrayRef(B.Entries)
                    .drop_front(Begin - B.Entries.begin())
                    .take_while([&](const Placed &X) { return X.Loc == Loc; });
    if (Here.empty())
      continue;
    // Any is the last of the order, so asking for it asks for the best.
    if (Kind != CE_TEXT_ANY)
      if (const Entry *E = first(Here, Kind))
        return E;
    for (ce_text_kind K : {CE_TEXT_ASSIGN, CE_TEXT_CALL, CE_TEXT_RETURN,
                           CE_TEXT_ACCESS, CE_TEXT_ANY})
      if (const Entry *E = first(Here, K))
        return E;
  }
  return nullptr;
}

// The tokens of a range with at most one space between them; comments and line
// ends fall away. Where a macro makes up only part of the range, its use is
// taken whole.
std::string SourceText::words(SourceRange Range) const {
  const SourceManager &SM = AST.getSourceManager();
  const LangOptions &LangOpts = AST.getLangOpts();
  CharSourceRange File = Lexer::makeFileCharRange(
      CharSourceRange::getTokenRange(Range), SM, LangOpts);
  if (File.isInvalid())
    File = Lexer::makeFileCharRange(SM.getExpansionRange(Range), SM, LangOpts);
  if (File.isInvalid())
    return "";
  StringRef Code = Lexer::getSourceText(File, SM, LangOpts);
  // The lexer wants to find a NUL at the end of its buffer.
  std::string Buffer = Code.substr(0, 4096).str();
  Lexer Lex(File.getBegin(), LangOpts, Buffer.data(), Buffer.data(),
            Buffer.data() + Buffer.size());
  std::string Out;
  Token Tok;
  while (Out.size() <= MaxText) {
    bool AtEnd = Lex.LexFromRawLexer(Tok);
    if (Tok.is(tok::eof))
      break;
    if (!Out.empty() && (Tok.hasLeadingSpace() || Tok.isAtStartOfLine()))
      Out += ' ';
    size_t Start = Lex.getCurrentBufferOffset() - Tok.getLength();
    Out += Buffer.substr(Start, Tok.getLength());
    if (AtEnd)
      break;
  }
  return Out;
}

static bool isUnnamedTag(QualType T) {
  const TagDecl *Tag = T->getAsTagDecl();
  return Tag && !Tag->getIdentifier() && !Tag->getTypedefNameForAnonDecl();
}

std::string SourceText::words(const Entry &E) const {
  if (E.S)
    return words(E.S->getSourceRange());
  // Spelled anew: in "T a, *b = p" b has no range of its own.
  auto *V = cast<VarDecl>(E.D);
  std::string Out = V->getName().str();
  if (!isUnnamedTag(V->getType()))
    V->getType().getAsStringInternal(Out, AST.getPrintingPolicy());
  return Out + " = " + words(V->getInit()->getSourceRange());
}

static void cut(std::string &Text) {
  if (Text.size() <= MaxText)
    return;
  size_t End = MaxText - 3;
  while (End && (Text[End] & 0xc0) == 0x80) // not inside a UTF-8 sequence
    --End;
  Text.resize(End);
  Text += "...";
}

const char *SourceText::textAt(SourceLocation Loc, ce_text_kind Kind) {
  const Entry *E = choose(Loc, Kind);
  if (!E)
    return nullptr;
  std::string Text = words(*E);
  if (Text.empty())
    return nullptr;
  cut(Text);
  return Saver.save(StringRef(Text)).data();
}

const char *SourceText::text(StringRef File, unsigned Line, unsigned Col,
                             ce_text_kind Kind) {
  for (SourceLocation Loc : Places.find(File, Line, Col))
    if (const char *Text = textAt(Loc, Kind))
      return Text;
  return nullptr;
}

} // namespace cgoescape
