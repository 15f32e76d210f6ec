"""XPath 1.0 with the functions of the ODK XForms specification.

expression = compile_expression("/data/age >= 18 and selected(., 'water')")
expression.boolean(Context(node, now, random))
"""

from survey.xpath.allowance import Allowance, LimitExceeded
from survey.xpath.context import Context, Value
from survey.xpath.errors import ExpressionError
from survey.xpath.expression import Expression, compile_expression

__all__ = [
    "Allowance",
    "Context",
    "Expression",
    "ExpressionError",
    "LimitExceeded",
    "Value",
    "compile_expression",
]
