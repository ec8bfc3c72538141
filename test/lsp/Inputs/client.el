;; A real client, eglot in Emacs without a window: opens the file a.c, waits for diagnostics
;; of cgoescape, edits, waits again, hovers, applies a code action, shows a way; prints what
;; it has. CGOESCAPE_SERVER is the command line, words separated by blanks.
(require 'package)
(package-initialize)
(require 'eglot)

(defun say (format &rest args) (princ (concat (apply #'format format args) "\n")))

(defun wait (what done)
  (let ((end (time-add nil 60)))
    (while (and (not (funcall done)) (time-less-p nil end))
      (accept-process-output nil 0.02))
    (unless (funcall done) (say "%s: did not come" what))))

(advice-add 'eglot-handle-notification :before
            (lambda (_server method &rest params)
              (when (eq method 'window/showMessage)
                (say "way: %s" (plist-get params :message)))))

;; In the order of the file: Emacs has them in that of its overlays.
(defun ours ()
  (flymake-start)
  (seq-sort-by #'flymake-diagnostic-beg #'<
               (seq-filter (lambda (d) (string-match-p "cgoescape" (flymake-diagnostic-text d)))
                           (flymake-diagnostics))))

(defun show (what)
  (dolist (d (ours))
    (say "%s: %d %s %s" what (line-number-at-pos (flymake-diagnostic-beg d))
         (flymake-diagnostic-type d) (flymake-diagnostic-text d))))

(setq eglot-server-programs `((c-mode . ,(split-string (getenv "CGOESCAPE_SERVER"))))
      eglot-sync-connect 60
      vc-handled-backends nil)
(find-file "a.c")
(apply #'eglot (eglot--guess-contact))
(wait "first diagnostics" (lambda () (= (length (ours)) 2)))
(show "opened")

(goto-char (point-min))
(search-forward " g = p; ")
(replace-match " ")
(eglot--signal-textDocument/didChange)
(wait "diagnostics of the change" (lambda () (= (length (ours)) 1)))
(show "changed")

(goto-char (point-min))
(search-forward "*p")
(backward-char)
(let ((answer (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                               (eglot--TextDocumentPositionParams))))
  (say "hover: %s" (plist-get (plist-get answer :contents) :value)))
(dolist (action (eglot-code-actions (point)))
  (say "action: %s" (plist-get action :title))
  (when (string-prefix-p "Declare" (plist-get action :title))
    (eglot--apply-workspace-edit (plist-get action :edit))))
(say "now: %s" (buffer-substring (line-beginning-position) (line-end-position)))

(goto-char (point-min))
(search-forward "int x")
(dolist (action (eglot-code-actions (1- (point))))
  (when (string-prefix-p "Show the way" (plist-get action :title))
    (eglot-execute-command (eglot--current-server-or-lose)
                           (intern (plist-get (plist-get action :command) :command))
                           (plist-get (plist-get action :command) :arguments))))
(let ((server (eglot-current-server)))
  (eglot-shutdown server nil 10)
  (say "stopped: %s" (not (jsonrpc-running-p server))))
